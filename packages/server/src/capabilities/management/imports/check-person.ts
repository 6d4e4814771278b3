/** What can be said of somebody in a file without asking the database. */
import {
  type CheckedPerson,
  type ImportedPerson,
  ImportedPerson as importedPerson,
  nameKey,
  zodToErrors,
} from '@frontdesk/contract'
import type * as z from 'zod'
import { readPhoneNumber } from '../../../basics/phone-number.js'
import { importDigest, importedHashers, isImportedHasher } from '../../../crypto/imported-passwords.js'
import { readTotpSecret } from '../../../crypto/totp.js'
import type { Configured } from '../../../start/instance.js'
import type { FormerAccount } from '../../identity/external-accounts/external-accounts.js'
import { imitatesReserved } from '../../identity/users/reserved-usernames.js'

/** Somebody who may be imported, as far as is known by the file. */
export interface Candidate {
  place: string
  who: string
  person: CheckedPerson
  /** Each once, verified if any of its spellings is. */
  addresses: Address[]
  /** As it is stored. */
  digest: string | null
  picture: Buffer | null
  /** Each once, verified if any of its spellings is. */
  numbers: PhoneNumber[]
  accounts: FormerAccount[]
  totpSecret: string | null
  /** As the file has them, and digests of them once they were made. */
  backupCodes: string[]
  /** Whether they had a second factor that nobody asks for here. */
  losesSecondFactor: boolean
}

export interface PhoneNumber {
  /** As E.164 has it. */
  number: string
  verified: boolean
  isSecondFactor: boolean
  id?: string | null | undefined
  createdAt?: number | null | undefined
}

export type Address = NonNullable<CheckedPerson['emailAddresses']>[number]

export interface Refused {
  place: string
  who: string
  reason: string
  /** That nobody agreed to import them without their second factor. */
  lacksConsent?: true
}

export interface CheckOptions {
  /** People who had a second factor are let in by the first alone. */
  withoutSecondFactors: boolean
}

/** Reads what a reader gave; refuses what nobody could sign in with, or only somebody else. */
export async function checkPerson(
  instance: Configured,
  { place, person: given }: { place: string; person: ImportedPerson },
  { withoutSecondFactors }: CheckOptions,
): Promise<Candidate | Refused> {
  const who = nameOf(given)
  const refused = (reason: string): Refused => ({ place, who, reason })
  const parsed = importedPerson.safeParse(given, { reportInput: true })
  if (!parsed.success) return refused(reasonOf(parsed.error))

  const person = parsed.data
  const { username, passwordHasher: hasher, passwordDigest } = person
  const addresses = eachOnce(person.emailAddresses ?? [], ({ address }) => address, isVerified)
  const read = await numbersOf(instance, person)
  if (typeof read === 'string') return refused(`phone number ${read} is none that can be reached`)
  const numbers = eachOnce(read, ({ number }) => number, isVerified)
  const accounts = eachOnce((person.externalAccounts ?? []).map(accountOf), accountKey, () => true)
  if (!person.id && !person.externalId && !username && addresses.length + numbers.length + accounts.length === 0)
    return refused('has no id, external id, address, username, phone number or account elsewhere')
  if (username && imitatesReserved(instance, username)) return refused(`username ${username} looks like a reserved one`)

  let digest: string | null = null
  if (passwordDigest) {
    if (!hasher) return refused('password_hasher is missing')
    if (!isImportedHasher(hasher)) return refused(`password_hasher ${hasher} is none of ${importedHashers.join(', ')}`)
    digest = importDigest(hasher, passwordDigest)
    if (digest === null) return refused(`password_digest is not spelled as a digest of ${hasher}, or too costly to check`)
  }
  const picture = person.image ? Buffer.from(person.image.slice(person.image.indexOf(',') + 1), 'base64') : null
  if (picture && !isWebp(picture)) return refused('image is no WebP')
  const totpSecret = person.totpSecret ? readTotpSecret(person.totpSecret) : null
  if (person.totpSecret && !totpSecret) return refused('totp_secret is no secret in base32')
  const hasSecondFactor = Boolean(
    person.totpSecret ||
      person.backupCodes?.length ||
      person.hasSecondFactor ||
      person.phoneNumbers?.some(({ isSecondFactor }) => isSecondFactor),
  )
  const { totp, phoneCode } = instance.settings.secondFactors
  const isAsked = (totpSecret && totp) || (phoneCode && numbers.some(({ isSecondFactor }) => isSecondFactor))
  const losesSecondFactor = hasSecondFactor && !isAsked
  if (losesSecondFactor && !withoutSecondFactors)
    return {
      ...refused('has a second factor, which is not asked for here: --without-second-factors lets them in by the first alone'),
      lacksConsent: true,
    }
  const backupCodes = person.backupCodes ?? []
  return { place, who, person, addresses, numbers, accounts, digest, picture, totpSecret, backupCodes, losesSecondFactor }
}

/** Of an entry that a reader could not read, too. */
export const isRefused = (checked: Candidate | Refused): checked is Refused => 'reason' in checked

function nameOf({ id, externalId, emailAddresses, username }: ImportedPerson): string {
  const address = Array.isArray(emailAddresses) ? emailAddresses[0]?.address : undefined
  return String(id || externalId || address || username || '').slice(0, 254)
}

/** Such as `email_addresses.0.address must be a valid email address`. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues
  const isOwn = issue!.code === 'custom' || issue!.code === 'invalid_format' // then our schemas have the words
  const message = isOwn ? issue!.message : zodToErrors(error).errors[0]!.message
  const path = issue!.code === 'unrecognized_keys' ? issue!.keys.slice(0, 1) : issue!.path // an error has an issue at least
  return `${path.join('.').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} ${message}`
}

/** One by all its spellings: verified if any of them is. */
function eachOnce<Item>(items: Item[], keyOf: (item: Item) => string, isVerified: (item: Item) => boolean): Item[] {
  const found = new Map<string, Item>()
  for (const item of items) {
    const known = found.get(keyOf(item))
    if (!known || (isVerified(item) && !isVerified(known))) found.set(keyOf(item), item)
  }
  return [...found.values()]
}

const isVerified = ({ verified }: { verified: boolean }): boolean => verified

/** Those that are phone numbers, or one that is verified and can't be read. */
async function numbersOf({ settings }: Configured, { phoneNumbers = [] }: CheckedPerson): Promise<PhoneNumber[] | string> {
  const numbers: PhoneNumber[] = []
  for (const { number, verified, isSecondFactor = false, ...more } of phoneNumbers) {
    const read = await readPhoneNumber(number, settings.phoneNumbers.defaultCountry)
    if (!read && verified) return number
    if (read) numbers.push({ ...more, number: read.number, verified, isSecondFactor: isSecondFactor && verified })
  }
  return numbers
}

/** As accounts are kept, whatever the other service called the provider. */
const accountOf = ({ provider, ...account }: NonNullable<CheckedPerson['externalAccounts']>[number]): FormerAccount => ({
  ...account,
  provider: provider.replace(/^oauth_/, ''),
})

const accountKey = ({ provider, subject }: FormerAccount): string => `${provider} ${subject}`

const isWebp = (bytes: Buffer): boolean => /^RIFF[\s\S]{4}WEBP/.test(bytes.subarray(0, 16).toString('latin1'))

/** What is unique about somebody: of each kind the forms in which they are compared. */
export const keysOf = ({ person, addresses, numbers, accounts }: Candidate) => ({
  id: person.id ?? null,
  externalId: person.externalId || null,
  username: person.username ? nameKey(person.username) : null,
  verified: addresses.filter(({ verified }) => verified).map(({ address }) => address),
  numbers: numbers.filter(({ verified }) => verified).map(({ number }) => number),
  accounts: accounts.map(accountKey),
})
