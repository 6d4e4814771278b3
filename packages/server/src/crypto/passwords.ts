/**
 * Password hashing: argon2id at OWASP's floor (19 MiB, t=2, p=1), about 6 ms of one core each. Hashing runs on libuv's threads, few at a
 * time, with a bounded queue: a flood of sign-ins gets 429 instead of starving the process.
 */
import { availableParallelism } from 'node:os'
import { canonicalPassword } from '@frontdesk/contract'
import type { Options } from '@node-rs/argon2'
import { createQueue } from '../basics/bounded-queue.js'
import { checksWhole, fitsImported } from './imported-passwords.js'

export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether the password fits; with `null` for the digest it takes as long and answers false, so that accounts can't be told apart. */
  verify(password: string, digest: string | null): Promise<Fit>
}

/** `outdated` asks for the password to be hashed again: its digest is of another algorithm, weaker parameters, or another normal form. */
export type Fit = false | 'fits' | 'outdated'

const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } // argon2id is the library's default algorithm

// The digest of a random password that nobody knows, with the same parameters.
const dummyDigest = '$argon2id$v=19$m=19456,t=2,p=1$Xn1bU1kALhNkcIBUVKb5aQ$FCfdr/jQGZjvQ9jDkYSxwNmSX7wGB4squnoTjnOpzxM'

/** One more than there are cores, as none should idle until this process comes to hand out the next; the database's syncs keep a thread. */
function hashesAtATime(): number {
  return Math.max(1, Math.min(availableParallelism() + 1, threadsOf(process.env.UV_THREADPOOL_SIZE) - 1))
}

/** As libuv reads its variable, by `atoi()` into an unsigned number: four threads without it, one if it does not begin with a number. */
export const threadsOf = (size: string | undefined): number =>
  size === undefined ? 4 : Math.min((Number.parseInt(size, 10) || 1) >>> 0, 1024)

export function createPasswords(concurrency = hashesAtATime(), queueLimit = 128): Passwords {
  const inTurn = createQueue(concurrency, queueLimit)
  let loaded: Promise<typeof import('@node-rs/argon2')> | undefined // once: resolving the name again takes half a millisecond
  const argon2 = () => {
    loaded ??= import('@node-rs/argon2') // 3 MB of native code: only processes that hash load it
    return loaded
  }

  async function fits(password: string, digest: string): Promise<boolean> {
    const fit = digest.startsWith('$argon2') ? (await argon2()).verify(digest, password) : fitsImported(password, digest)
    return fit.catch(refuse)
  }

  return {
    hash: (password) => inTurn(async () => (await argon2()).hash(canonicalPassword(password), parameters)),
    verify: (password, digest) =>
      inTurn(async () => {
        for (const [position, spelling] of spellingsOf(password).entries()) {
          if (!(await fits(spelling, digest ?? dummyDigest)) || digest === null) continue
          const isUpToDate = position === 0 && isOurs(digest)
          return isUpToDate || !checksWhole(spelling, digest) ? 'fits' : 'outdated'
        }
        return false
      }),
  }
}

/** Whether the digest is of the algorithm and parameters that new ones have. */
export const isOurs = (digest: string): boolean => digest.startsWith(ourBeginning)

const ourBeginning = '$argon2id$v=19$m=19456,t=2,p=1$'

/** The canonical one first; digests from earlier and from elsewhere may be of another. Most passwords have only one. */
function spellingsOf(password: string): string[] {
  const canonical = canonicalPassword(password)
  const decomposed = [canonical.normalize('NFD'), password.normalize('NFD')]
  return [...new Set([canonical, password, password.normalize('NFC'), ...decomposed])]
}

/** A digest that can't be read, such as a mistaken import, fits nothing. */
const refuse = () => false
