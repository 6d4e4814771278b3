/**
 * Auth0: the users that an export job or the extension writes, a JSON object on each line, and the file of password hashes that its support
 * hands out. They are joined by the user's id.
 */
import type { ImportedPerson } from '@frontdesk/contract'
import type { ImportFile } from './import-file.js'
import { jsonItems } from './json-items.js'
import type { Entry, Reader } from './reader.js'
import { hasMembers, type Json } from './records.js'
import type { Scratch } from './scratch.js'
import { isTrue, namesOf, objectOf, objectsOf, providerOf, textOf, timeIn } from './values.js'

export const auth0: Reader = {
  name: 'auth0',
  takes: 'the users that Auth0 exports as JSON, the password hashes from its support, or both',
  recognises: (file) => isUsers(file) || isHashes(file),
  async *read(files, { scratch }) {
    for (const file of files.filter(isHashes)) yield* keepHashes(file, scratch)
    for (const file of files.filter((file) => !isHashes(file)))
      for await (const { place, value } of jsonItems(file)) {
        const id = textOf(value.user_id)
        if (id) yield { place, person: personOf(value, takeHash(scratch, id)?.value) }
        else yield { place, refused: 'has no user_id' }
      }
    for (const { key } of scratch.rest('auth0')) {
      const { place, value } = takeHash(scratch, key)!
      yield { place, person: personOf({ ...value, ...identifiersOf(value), user_id: key }, value) }
    }
  },
}

const isHashes = (file: ImportFile): boolean => /^\s*[[{]/.test(file.head) && hasMembers(file, '_id', 'connection')
const isUsers = (file: ImportFile): boolean =>
  /^\s*[[{]/.test(file.head) && hasMembers(file, 'user_id') && /"user_id"\s*:\s*"[\w-]+\|/.test(file.head)

async function* keepHashes(file: ImportFile, scratch: Scratch): AsyncGenerator<Entry> {
  for await (const item of jsonItems(file)) {
    const id = textOf(item.value.alt_id) ?? textOf(objectOf(item.value._id)?.$oid) ?? textOf(item.value._id)
    if (id === undefined) yield { place: item.place, refused: 'has no _id' }
    else scratch.add('auth0', id.includes('|') ? id : `auth0|${id}`, JSON.stringify(item))
  }
}

function takeHash(scratch: Scratch, id: string): { place: string; value: Json } | undefined {
  const text = scratch.take('auth0', id).at(-1)
  return text === undefined ? undefined : (JSON.parse(text) as { place: string; value: Json }) // as written by `keepHashes`
}

/** Newer files have addresses and names in a list only. */
function identifiersOf({ identifiers }: Json): Json {
  const found: Json = {}
  for (const { type, value, verified } of objectsOf(identifiers)) {
    if (type === 'email') Object.assign(found, { email: value, email_verified: verified })
    else if (type === 'username') found.username = value
    else if (type === 'phone_number') Object.assign(found, { phone_number: value, phone_verified: verified })
  }
  return found
}

function personOf(user: Json, hash: Json | undefined): ImportedPerson {
  const digest = textOf(hash?.passwordHash)
  const email = textOf(user.email)
  const phone = textOf(user.phone_number)
  const person: Json = {
    externalId: user.user_id, // it has a bar, which no id here may have
    username: textOf(user.username),
    ...namesOf(user.name),
    ...(textOf(user.given_name) && { firstName: user.given_name, lastName: textOf(user.family_name) }),
    emailAddresses: email ? [{ address: email, verified: isTrue(user.email_verified) }] : [],
    phoneNumbers: phone ? [{ number: phone, verified: isTrue(user.phone_verified) }] : [],
    externalAccounts: objectsOf(user.identities).filter(isSocial).map(accountOf),
    ...(digest && {
      passwordDigest: digest,
      passwordHasher: 'bcrypt',
      passwordUpdatedAt: timeIn(objectOf(hash?.password_set_date)?.$date),
    }),
    hasSecondFactor: Array.isArray(user.multifactor) && user.multifactor.length > 0,
    imageUrl: isChosen(textOf(user.picture)) ? user.picture : null,
    unsafeMetadata: objectOf(user.user_metadata),
    privateMetadata: objectOf(user.app_metadata),
    banned: isTrue(user.blocked),
    createdAt: timeIn(user.created_at),
    updatedAt: timeIn(user.updated_at),
    lastSignInAt: timeIn(user.last_login),
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

/** Neither its own database nor what it sends codes to. */
const isSocial = ({ provider }: Json): boolean => !['auth0', 'email', 'sms'].includes(String(provider))

const accountOf = ({ provider, user_id, profileData }: Json): Json => ({
  provider: providerOf(String(provider)),
  subject: String(user_id),
  emailAddress: textOf(objectOf(profileData)?.email),
})

/** Not the initials that Auth0 draws. */
const isChosen = (url: string | undefined): boolean => url !== undefined && !/gravatar\.com|cdn\.auth0\.com\/avatars/.test(url)
