/**
 * Firebase: what `firebase auth:export` writes, JSON, or CSV without names of its columns. A digest needs the project's parameters beside it,
 * which the console shows and no export has.
 */
import { type ImportedPerson, isSafeId } from '@frontdesk/contract'
import { csvNames, csvRows } from './csv-rows.js'
import type { ImportFile } from './import-file.js'
import { jsonItems } from './json-items.js'
import type { Reader, ReaderTools } from './reader.js'
import { hasMembers, type Json } from './records.js'
import { isTrue, namesOf, objectOf, objectsOf, providerOf, textOf, timeIn } from './values.js'

export const firebase: Reader = {
  name: 'firebase',
  takes: 'what `firebase auth:export` writes, JSON or CSV',
  flags: {
    'firebase-signer-key': "base64_signer_key of the project's password hash parameters",
    'firebase-salt-separator': 'base64_salt_separator of the same, Bw== where it is not given',
    'firebase-rounds': 'rounds of the same, 8',
    'firebase-mem-cost': 'mem_cost of the same, 14',
  },
  recognises: (file) => isCsv(file) || hasMembers(file, 'localId'),
  async *read(files, { flags }) {
    for (const file of files)
      for await (const { place, user } of usersOf(file)) {
        if (isAnonymous(user)) yield { place, refused: 'is an anonymous account: it has no address, phone number or provider' }
        else yield { place, person: personOf(user, flags) }
      }
  },
}

/** Of 28 or 29 fields the third says whether the address is verified. */
function isCsv({ head }: ImportFile): boolean {
  const fields = csvNames(head)
  return fields.length >= 27 && /^(true|false)$/.test(fields[2]!)
}

const columns = ['localId', 'email', 'emailVerified', 'passwordHash', 'salt', 'displayName', 'photoUrl']
const providers = ['google.com', 'facebook.com', 'twitter.com', 'github.com']
const ofProvider = ['rawId', 'email', 'displayName', 'photoUrl']
const lastColumns = ['createdAt', 'lastSignedInAt', 'phoneNumber', 'disabled', 'customAttributes']

async function* usersOf(file: ImportFile): AsyncGenerator<{ place: string; user: Json }> {
  if (isCsv(file)) for await (const { place, values } of csvRows(file)) yield { place, user: userOf(values) }
  else for await (const { place, value } of jsonItems(file)) yield { place, user: value }
}

/** A row of the CSV as the JSON has it. */
function userOf(values: string[]): Json {
  const named = (names: string[], from: number) =>
    Object.fromEntries(names.map((name, index) => [name, values[from + index] ?? '']))
  const providerUserInfo = providers
    .map((providerId, index) => ({ providerId, ...named(ofProvider, columns.length + index * ofProvider.length) }) as Json)
    .filter(({ rawId }) => rawId !== '')
  return { ...named(columns, 0), providerUserInfo, ...named(lastColumns, columns.length + providers.length * ofProvider.length) }
}

const isAnonymous = (user: Json): boolean =>
  !textOf(user.email) && !textOf(user.phoneNumber) && objectsOf(user.providerUserInfo).length === 0

function personOf(user: Json, flags: ReaderTools['flags']): ImportedPerson {
  const id = String(user.localId)
  const email = textOf(user.email)
  const phone = textOf(user.phoneNumber)
  const person: Json = {
    ...(isSafeId(id) ? { id } : { externalId: id }),
    ...namesOf(user.displayName),
    emailAddresses: email ? [{ address: email, verified: isTrue(user.emailVerified) }] : [],
    phoneNumbers: phone ? [{ number: phone, verified: true }] : [],
    externalAccounts: objectsOf(user.providerUserInfo).filter(isProvider).map(accountOf),
    ...passwordOf(user, flags),
    imageUrl: textOf(user.photoUrl),
    publicMetadata: objectOf(user.customAttributes),
    banned: isTrue(user.disabled),
    createdAt: timeIn(user.createdAt),
    lastSignInAt: timeIn(user.lastSignedInAt),
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

const isProvider = ({ providerId }: Json): boolean => providerId !== 'password' && providerId !== 'phone'

const accountOf = ({ providerId, rawId, email }: Json): Json => ({
  provider: providerOf(String(providerId)),
  subject: String(rawId),
  emailAddress: textOf(email),
})

/** The digest as Clerk spells it: hash, salt, signer key, salt separator, rounds and memory cost. @throws without the parameters */
function passwordOf(user: Json, flags: ReaderTools['flags']): Json {
  const hash = textOf(user.passwordHash)
  const salt = textOf(user.salt)
  if (!hash || !salt) return {}
  const signerKey = flags['firebase-signer-key']
  if (!signerKey)
    throw new Error(
      "These accounts have passwords, whose digests are read with the project's parameters: the console shows them at Authentication, Users, ⋮, Password hash parameters. Give --firebase-signer-key and, where they differ, --firebase-salt-separator Bw==, --firebase-rounds 8 and --firebase-mem-cost 14.",
    )
  const {
    'firebase-salt-separator': separator = 'Bw==',
    'firebase-rounds': rounds = '8',
    'firebase-mem-cost': memCost = '14',
  } = flags
  const parts = [hash, salt, signerKey, separator].map((part) => part.replaceAll('_', '/').replaceAll('-', '+'))
  return { passwordDigest: [...parts, rounds, memCost].join('$'), passwordHasher: 'scrypt_firebase' }
}
