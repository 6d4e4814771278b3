/** Supabase: the rows of `auth.users`, as CSV or JSON, and those of `auth.identities` for accounts at Google and the like. */
import type { ImportedPerson } from '@frontdesk/contract'
import type { ImportFile } from './import-file.js'
import type { Entry, Reader } from './reader.js'
import { hasMembers, type Json, recordsOf } from './records.js'
import type { Scratch } from './scratch.js'
import { banUntil, isTrue, namesOf, objectOf, providerOf, textOf, timeIn } from './values.js'

export const supabase: Reader = {
  name: 'supabase',
  takes: 'the rows of auth.users as CSV or JSON, with those of auth.identities beside them or not',
  recognises: (file) => isUsers(file) || isIdentities(file),
  async *read(files, { scratch }) {
    for (const file of files.filter(isIdentities)) yield* keepIdentities(file, scratch)
    for (const file of files.filter((file) => !isIdentities(file)))
      for await (const read of recordsOf(file)) {
        if ('refused' in read) yield read
        else if (textOf(read.record.deleted_at))
          continue // who is there no more is not brought along
        else if (isTrue(read.record.is_anonymous)) yield { place: read.place, refused: 'is an anonymous account' }
        else yield { place: read.place, person: personOf(read.record, scratch) }
      }
  },
}

const isUsers = (file: ImportFile): boolean => hasMembers(file, 'id', 'encrypted_password', 'raw_user_meta_data')
const isIdentities = (file: ImportFile): boolean => hasMembers(file, 'identity_data', 'provider', 'user_id')

async function* keepIdentities(file: ImportFile, scratch: Scratch): AsyncGenerator<Entry> {
  for await (const read of recordsOf(file)) {
    if ('refused' in read) yield read
    else scratch.add('supabase', String(read.record.user_id), JSON.stringify(read.record))
  }
}

function personOf(user: Json, scratch: Scratch): ImportedPerson {
  const id = String(user.id)
  const email = textOf(user.email)
  const phone = textOf(user.phone)
  const said = objectOf(user.raw_user_meta_data) ?? {}
  const identities = scratch.take('supabase', id).map((text) => JSON.parse(text) as Json) // as written by `keepIdentities`
  const person: Json = {
    id,
    ...namesOf(said.full_name ?? said.name),
    ...(textOf(said.first_name ?? said.given_name) && {
      firstName: said.first_name ?? said.given_name,
      lastName: textOf(said.last_name ?? said.family_name),
    }),
    emailAddresses: email ? [{ address: email, verified: textOf(user.email_confirmed_at) !== undefined }] : [],
    phoneNumbers: phone
      ? [{ number: phone.replace(/^(?!\+)/, '+'), verified: textOf(user.phone_confirmed_at) !== undefined }]
      : [],
    externalAccounts: identities.filter(isSocial).map(accountOf),
    ...passwordOf(textOf(user.encrypted_password)),
    imageUrl: textOf(said.avatar_url ?? said.picture),
    unsafeMetadata: without(said, ['sub', 'iss', 'provider_id', 'email', 'email_verified', 'phone_verified']),
    publicMetadata: without(objectOf(user.raw_app_meta_data) ?? {}, ['provider', 'providers']),
    ...banUntil(user.banned_until),
    createdAt: timeIn(user.created_at),
    updatedAt: timeIn(user.updated_at),
    lastSignInAt: timeIn(user.last_sign_in_at),
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

/** What Supabase itself writes there is in fields of its own here. */
const without = (metadata: Json, names: string[]): Json =>
  Object.fromEntries(Object.entries(metadata).filter(([name]) => !names.includes(name)))

const isSocial = ({ provider }: Json): boolean => provider !== 'email' && provider !== 'phone'

function accountOf({ provider, provider_id, id, identity_data }: Json): Json {
  const data = objectOf(identity_data) ?? {}
  return {
    provider: providerOf(String(provider)),
    subject: String(textOf(provider_id) ?? data.sub ?? id),
    emailAddress: textOf(data.email),
  }
}

/** bcrypt as a rule; Supabase takes argon2 and Firebase's scrypt from those who came there from elsewhere. */
function passwordOf(digest: string | undefined): Json {
  if (!digest) return {}
  const [, argon2] = /^\$(argon2id?)\$/.exec(digest) ?? []
  if (argon2) return { passwordDigest: digest, passwordHasher: argon2 }
  const { n, r, ss, sk, salt, hash } =
    /^\$fbscrypt\$v=1,n=(?<n>\d+),r=(?<r>\d+),p=\d+(?:,ss=(?<ss>[^,$]+))?,sk=(?<sk>[^,$]+)\$(?<salt>[^$]+)\$(?<hash>[^$]+)$/.exec(
      digest,
    )?.groups ?? {}
  if (hash) return { passwordDigest: [hash, salt, sk, ss ?? 'Bw==', r, n].join('$'), passwordHasher: 'scrypt_firebase' }
  return { passwordDigest: digest, passwordHasher: 'bcrypt' }
}
