/** CSV and JSON of any origin, by a mapping of our fields to theirs: `--map email=Email,email_verified==true,first_name=Given`. */
import type { ImportedPerson } from '@frontdesk/contract'
import type { Reader } from './reader.js'
import { recordsOf } from './records.js'
import { isTrue, timeOf } from './values.js'

type Json = Record<string, unknown>
type Give = (person: Json, value: string | Json, field: string) => void

export const mapped: Reader = {
  name: 'map',
  takes: 'CSV or JSON of any origin, with --map',
  recognises: () => false, // it is meant by --map
  async *read(files, { map }) {
    const fields = [...map]
    for (const file of files)
      for await (const read of recordsOf(file)) {
        if ('refused' in read) yield read
        else yield { place: read.place, person: personOf(read.record, fields) }
      }
  },
}

/** @throws for what is no mapping, and for one that leaves open whether addresses are verified */
export function readMap(typed: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const part of typed.split(',')) {
    const [, field, source] = /^\s*([a-z_]+(?:\.[\w.-]+)?)\s*=(.+)$/.exec(part) ?? []
    if (field === undefined || source === undefined)
      throw new Error(
        `--map takes our field, = and the file's column, as in email=Email,first_name=Given; not ${part || 'nothing'}.`,
      )
    if (!giveOf(field))
      throw new Error(`--map knows no field ${field}. It knows ${[...Object.keys(gives), ...kindsOfMetadata].join(', ')}.`)
    map.set(field, source)
  }
  if (map.has('email') && !map.has('email_verified'))
    throw new Error(
      '--map must say whether addresses are verified, since only those sign anybody in: email_verified=<column>, or email_verified==true if the other service verified all of them.',
    )
  return map
}

function personOf(record: Json, fields: Array<[field: string, source: string]>): ImportedPerson {
  const person: Json = {}
  const verified = fields.find(([field]) => field === 'email_verified')?.[1]
  const isVerified = verified !== undefined && isTrue(valueIn(record, verified))
  for (const [field, source] of fields) {
    const value = valueIn(record, source)
    if (value === undefined || value === null || value === '') continue
    if (field === 'email') person.emailAddresses = listOf(value).map((address) => ({ address, verified: isVerified }))
    else giveOf(field)!(person, value as string | Json, field)
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

/** A column's value; of JSON also one inside of others, by a path with dots. `==` is followed by the value itself. */
function valueIn(record: Json, source: string): unknown {
  if (source.startsWith('=')) return source.slice(1)
  if (Object.hasOwn(record, source)) return record[source]
  let value: unknown = record
  for (const step of source.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Json)[step] // it has it, as was just asked
  }
  return value
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : String(value).split(/[,;\s]+/)).map(String).filter(Boolean)

const asText =
  (name: string): Give =>
  (person, value) => {
    person[name] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

/** Milliseconds, seconds, or a date and time as most programs write one. */
const asTime =
  (name: string): Give =>
  (person, value) => {
    person[name] = timeOf(value)
  }

const asFlag =
  (name: string): Give =>
  (person, value) => {
    person[name] = isTrue(value)
  }

const gives: Record<string, Give> = {
  id: asText('id'),
  external_id: asText('externalId'),
  email: () => {}, // together with `email_verified`
  email_verified: () => {},
  phone: (person, value) => {
    person.phoneNumbers = listOf(value).map((number) => ({ number, verified: false }))
  },
  username: asText('username'),
  first_name: asText('firstName'),
  last_name: asText('lastName'),
  locale: asText('locale'),
  timezone: asText('timezone'),
  image_url: asText('imageUrl'),
  password_digest: asText('passwordDigest'),
  password_hasher: asText('passwordHasher'),
  totp_secret: asText('totpSecret'),
  backup_codes: (person, value) => {
    person.backupCodes = listOf(value)
  },
  banned: asFlag('banned'),
  created_at: asTime('createdAt'),
  last_sign_in_at: asTime('lastSignInAt'),
}

const kindsOfMetadata = ['public_metadata', 'private_metadata', 'unsafe_metadata']

/** `public_metadata` takes an object, `public_metadata.plan` one value. */
function giveOf(field: string): Give | undefined {
  const [kind = '', ...keys] = field.split('.')
  if (!kindsOfMetadata.includes(kind)) return keys.length === 0 && Object.hasOwn(gives, field) ? gives[field] : undefined
  const name = kind.replace('_m', 'M')
  if (keys.length === 0)
    return (person, value) => {
      person[name] = value
    }
  return (person, value) => {
    person[name] = { ...(person[name] as Json | undefined), [keys.join('.')]: value } // an object or nothing, as these fields are
  }
}
