/**
 * Clerk: the dashboard's CSV has the digests and no metadata, the API's JSON has the metadata and no digests; they are joined by id. Our own
 * export is the same JSON, with what Clerk's leaves out.
 */
import type { ImportedPerson } from '@frontdesk/contract'
import { csvNames, csvRecords } from './csv-rows.js'
import type { ImportFile } from './import-file.js'
import { jsonItems } from './json-items.js'
import type { Entry, Reader } from './reader.js'
import type { Scratch } from './scratch.js'

type Json = Record<string, unknown>
type Row = Record<string, string>

export const clerk: Reader = {
  name: 'clerk',
  takes: "the dashboard's CSV, the users that its API answers as JSON, or both; what `frontdesk export` writes",
  recognises: (file) => isCsv(file) || isJson(file),
  async *read(files, { scratch }) {
    const csv = files.filter(isCsv)
    const json = files.filter((file) => !isCsv(file))
    if (csv.length === 0) {
      for (const file of json) yield* fromJson(file)
      return
    }
    for (const file of json) yield* keep(file, scratch)
    for (const file of csv)
      for await (const read of csvRecords(file)) {
        if ('refused' in read) yield read
        else yield { place: read.place, person: personOf(takeKept(scratch, read.record.id)?.value ?? null, read.record) }
      }
    for (const { key } of scratch.rest('clerk')) {
      const { place, value } = takeKept(scratch, key)!
      yield { place, person: personOf(value, null) }
    }
  },
}

const isCsv = ({ head }: ImportFile): boolean => {
  const names = csvNames(head)
  return names.includes('id') && names.includes('verified_email_addresses') && names.includes('primary_email_address')
}

const isJson = ({ head }: ImportFile): boolean => /"object"\s*:\s*"user"/.test(head) && /"email_addresses"\s*:\s*\[/.test(head)

async function* fromJson(file: ImportFile): AsyncGenerator<Entry> {
  for await (const { place, value } of jsonItems(file)) yield { place, person: personOf(value, null) }
}

/** Notes the people of a file for the join; yields those that nothing joins. */
async function* keep(file: ImportFile, scratch: Scratch): AsyncGenerator<Entry> {
  for await (const item of jsonItems(file)) {
    if (typeof item.value.id !== 'string' || item.value.id === '') yield { place: item.place, refused: 'has no id' }
    else scratch.add('clerk', item.value.id, JSON.stringify(item))
  }
}

/** The last of an id: pages that were read while people signed up overlap. */
function takeKept(scratch: Scratch, id: string | undefined): { place: string; value: Json } | undefined {
  const text = id ? scratch.take('clerk', id).at(-1) : undefined
  return text === undefined ? undefined : (JSON.parse(text) as { place: string; value: Json }) // as written by `keep`
}

/** One person, from either file or both. What is known of addresses comes from the JSON, where there is any. */
function personOf(json: Json | null, row: Row | null): ImportedPerson {
  const person: Json = json ? fromApi(json) : {}
  if (row) {
    for (const [field, column] of Object.entries(columns)) if (row[column]) person[field] = row[column]
    person.emailAddresses ??= addressesIn(row)
    if (!(person.phoneNumbers as Json[] | undefined)?.length) person.phoneNumbers = phoneNumbersIn(row)
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

/** Our fields, by the dashboard's columns. */
const columns = {
  id: 'id',
  firstName: 'first_name',
  lastName: 'last_name',
  username: 'username',
  primaryEmailAddress: 'primary_email_address',
  totpSecret: 'totp_secret',
  passwordDigest: 'password_digest',
  passwordHasher: 'password_hasher',
}

/** Our fields, by the members of the API's resource. */
const members = {
  id: 'id',
  externalId: 'external_id',
  username: 'username',
  firstName: 'first_name',
  lastName: 'last_name',
  locale: 'locale',
  timezone: 'timezone',
  passwordDigest: 'password_digest',
  passwordHasher: 'password_hasher',
  passwordUpdatedAt: 'password_last_updated_at',
  passwordCompromised: 'password_compromised',
  totpSecret: 'totp_secret',
  backupCodes: 'backup_codes',
  hasSecondFactor: 'two_factor_enabled',
  publicMetadata: 'public_metadata',
  privateMetadata: 'private_metadata',
  unsafeMetadata: 'unsafe_metadata',
  banned: 'banned',
  lockedUntil: 'locked_until',
  image: 'image',
  deleteSelfEnabled: 'delete_self_enabled',
  createOrganizationEnabled: 'create_organization_enabled',
  createOrganizationsLimit: 'create_organizations_limit',
  bypassClientTrust: 'bypass_client_trust',
  legalAcceptedAt: 'legal_accepted_at',
  lastSignInAt: 'last_sign_in_at',
  lastActiveAt: 'last_active_at',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
}

function fromApi(json: Json): Json {
  const person: Json = Object.fromEntries(Object.entries(members).map(([field, member]) => [field, json[member]]))
  const addresses = objectsIn(json.email_addresses)
  const primary = addresses.find(({ id }) => id === json.primary_email_address_id)
  return {
    ...person,
    emailAddresses: addresses.map(addressOf),
    primaryEmailAddress: isVerified(primary) ? primary!.email_address : null,
    phoneNumbers: firstOf(objectsIn(json.phone_numbers), json.primary_phone_number_id).map((phone) => ({
      number: phone.phone_number,
      verified: isVerified(phone),
      isSecondFactor: phone.reserved_for_second_factor === true,
      id: phone.id,
      createdAt: phone.created_at,
    })),
    externalAccounts: objectsIn(json.external_accounts).filter(isProved).map(accountOf),
    imageUrl: json.has_image === true ? json.image_url : null,
    ...(!('locked_until' in json) && { locked: json.locked }), // ours says until when, and is locked by wrong guesses as well
  }
}

const objectsIn = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((item): item is Json => typeof item === 'object' && item !== null) : []

const verificationOf = (resource: Json | undefined): Json | undefined => objectsIn([resource?.verification])[0]

/** One that waits for its proof is nobody's. */
const isProved = (account: Json): boolean => (verificationOf(account)?.status ?? 'verified') === 'verified'

const accountOf = (account: Json): Json => ({
  provider: account.provider,
  subject: account.provider_user_id ?? account.google_id ?? account.id,
  emailAddress: account.email_address || null,
  ...(account.email_address_verified === true && { emailVerified: true }),
  ...Object.fromEntries(Object.entries(accountMembers).flatMap(([field, member]) => (account[member] ? [[field, account[member]]] : []))), // biome-ignore format: one thought
})

const accountMembers = { firstName: 'first_name', lastName: 'last_name', username: 'username', imageUrl: 'image_url', scopes: 'approved_scopes' } // biome-ignore format: one thought

const firstOf = (resources: Json[], id: unknown): Json[] => [
  ...resources.filter((one) => one.id === id),
  ...resources.filter((one) => one.id !== id),
]

const isVerified = (resource: Json | undefined): boolean => verificationOf(resource)?.status === 'verified'

function addressOf(resource: Json): Json {
  const verified = isVerified(resource)
  const { strategy, attempts, expire_at: expireAt } = verificationOf(resource) ?? {}
  return {
    id: resource.id,
    address: resource.email_address,
    verified,
    verification: verified && typeof strategy === 'string' ? { strategy, attempts, expireAt } : null,
    verifiedAt: resource.verified_at,
    createdAt: resource.created_at,
    updatedAt: resource.updated_at,
  }
}

function addressesIn(row: Row): Json[] {
  const { verified, unverified } = listsIn(row, 'email_addresses', row.primary_email_address)
  return [
    ...verified.map((address) => ({ address, verified: true })),
    ...unverified.map((address) => ({ address, verified: false })),
  ]
}

function phoneNumbersIn(row: Row): Json[] {
  const { verified, unverified } = listsIn(row, 'phone_numbers', row.primary_phone_number)
  return [...verified.map((number) => ({ number, verified: true })), ...unverified.map((number) => ({ number, verified: false }))]
}

/** Both columns of a kind; what is primary is verified, at Clerk. */
function listsIn(row: Row, kind: 'email_addresses' | 'phone_numbers', primary = '') {
  const unverified = listIn(row[`unverified_${kind}`])
  const verified = [
    ...new Set([...(primary && !unverified.includes(primary) ? [primary] : []), ...listIn(row[`verified_${kind}`])]),
  ]
  return { verified, unverified: unverified.filter((one) => !verified.includes(one)) }
}

/** Several values in one field: `a@example.com|b@example.com`, with a comma, a semicolon or a space between them, or as JSON. */
function listIn(field = ''): string[] {
  if (field.startsWith('[')) {
    try {
      return (JSON.parse(field) as unknown[]).map(String)
    } catch {
      // then it is taken as it stands, and refused
    }
  }
  return field
    .split(/[,;\s]+/)
    .flatMap((part) => (part.split('@').length === 2 ? [part] : part.split('|'))) // an address may have a bar
    .filter(Boolean)
}
