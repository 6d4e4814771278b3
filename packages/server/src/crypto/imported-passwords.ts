/**
 * Password digests that an application brings along from elsewhere. They are checked as they are until their owner signs in the next
 * time, when argon2id takes their place.
 */
import { importNamedAccount } from './asked-elsewhere.js'
import { type Hasher, hashers, type ImportedHasher } from './hashers.js'

const hasherOf = (stored: string): Hasher | undefined => (hashers as Record<string, Hasher>)[nameIn(stored)] // argon2's have no name before them

// Our own algorithm's relatives: their digests say all that the verifier needs to know.
const argon2 =
  /^\$(?<name>argon2id?)\$v=19\$m=(?<kibibytes>\d{1,6}),t=(?<passes>\d{1,3}),p=\d{1,2}\$[A-Za-z0-9+/]{11,100}\$[A-Za-z0-9+/]{16,200}$/

/** The hasher of a stored digest with all that its cost depends on; null for what none of them made. */
export function costOf(stored: string): string | null {
  const name = nameIn(stored)
  const parts = partsOf(stored)
  if (!parts) return null
  const { rounds, iterations, cost, blockSize, lanes, logCost, hash } = parts
  return [name, rounds, iterations, cost, blockSize, lanes, logCost, hash?.length].filter(Boolean).join(' ')
}

/** The hashers whose digests are imported. */
export const importedHashers = ['argon2i', 'argon2id', 'awscognito', ...Object.keys(hashers)] as ImportedHasher[] // the table has all the others

export const isImportedHasher = (name: string): name is ImportedHasher => (importedHashers as string[]).includes(name)

/** The digest as it is stored, or null when it isn't spelled as the hasher's are, or is too costly to check. */
export function importDigest(hasher: ImportedHasher, digest: string): string | null {
  if (hasher === 'argon2i' || hasher === 'argon2id') {
    const { name, kibibytes, passes } = argon2.exec(digest)?.groups ?? {}
    const isBearable = Number(kibibytes) <= 2 ** 18 && Number(kibibytes) * Number(passes) <= 2 ** 20 // 256 MiB, and about a second
    return name === hasher && isBearable ? digest : null
  }
  if (hasher === 'awscognito') return importNamedAccount(digest)
  const { spelling, isBearable } = hashers[hasher]
  const parts = spelling.exec(digest)?.groups
  return parts && (isBearable?.(parts) ?? true) ? `${hasher} ${digest}` : null
}

/** What `importDigest` takes to give this digest as it is stored. */
export function exportDigest(stored: string): { hasher: string; digest: string } {
  const name = /^\w+(?= )/.exec(stored)?.[0]
  if (name !== undefined) return { hasher: name, digest: stored.slice(name.length + 1) }
  return { hasher: argon2.exec(stored)?.groups?.name ?? 'argon2id', digest: stored }
}

/** Whether the password fits a digest that `importDigest` gave; argon2's, and those that another service is asked about, are not for here. */
export async function fitsImported(password: string, stored: string): Promise<boolean> {
  const parts = partsOf(stored)
  return parts ? hasherOf(stored)!.fits(password, parts) : false
}

/**
 * Whether a digest that this password fits is the digest of this password only. Where it isn't, a wrong password may have fitted, which must
 * never take the right one's place.
 */
export function checksWhole(password: string, stored: string): boolean {
  if (stored.startsWith('$argon2')) return true
  return hasherOf(stored)?.isOnlyOf?.(password, partsOf(stored) ?? {}) ?? true
}

const nameIn = (stored: string): string => stored.slice(0, stored.indexOf(' '))

const partsOf = (stored: string) => hasherOf(stored)?.spelling.exec(stored.slice(nameIn(stored).length + 1))?.groups
