/** People of each service sign in with the password that they had there, which is then hashed as ours are. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importPeople } from '../../capabilities/management/imports/import-people.js'
import { openRun } from '../../capabilities/management/imports/runs.js'
import { firebaseHash, firebaseSigner } from '../../testing/golden-digests.js'
import { readAll } from '../../testing/import-texts.js'
import { engines, type TestServer, testServer } from '../../testing/test-server.js'
import { auth0 } from './auth0.js'
import { betterAuth } from './better-auth.js'
import { firebase } from './firebase.js'
import type { Reader } from './reader.js'
import { supabase } from './supabase.js'

interface Moved {
  reader: Reader
  files: Record<string, string>
  flags?: Record<string, string>
  password: string
  /** As `GET /users/{id}` has them. */
  user: object
}

const bcrypt = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e' // libxcrypt made it
const betterAuthDigest =
  '572102f06e084e897149dc9f182d0959:4710a7a05f052242cae0d875cc3fb9601fb5c8ebe7e622c09a41492e7b5a2d4a76c61dbf9f809b1fe8e198bb7ad8016d29bac2ffcd5bec9024344d00bb08786e'
const uuid = '8d0fd2b3-9ca7-4d9e-a95f-9e13dded323e'

const moved: Moved[] = [
  {
    reader: auth0,
    files: {
      'users.json': `{"user_id":"auth0|5f","email":"auth0@example.com","email_verified":true,"name":"Ada Lovelace","app_metadata":{"plan":"pro"},"blocked":false}\n`,
      'hashes.json': `{"_id":{"$oid":"5f"},"email":"auth0@example.com","passwordHash":"${bcrypt}","tenant":"t","connection":"c"}\n`,
    },
    password: 'correct horse',
    user: { external_id: 'auth0|5f', first_name: 'Ada', last_name: 'Lovelace', private_metadata: { plan: 'pro' } },
  },
  {
    reader: firebase,
    files: {
      'users.json': JSON.stringify({ users: [{ localId: 'mYRcQ1TYBTRBvqqPmHw4zTgCbKs2', email: 'firebase@example.com', emailVerified: true, passwordHash: firebaseHash, salt: '42xEC+ixf3L2lw==', customAttributes: '{"role":"admin"}' }] }), // biome-ignore format: one thought
    },
    flags: { 'firebase-signer-key': firebaseSigner },
    password: 'user1password',
    user: { id: 'mYRcQ1TYBTRBvqqPmHw4zTgCbKs2', public_metadata: { role: 'admin' } },
  },
  {
    reader: supabase,
    files: {
      'users.csv': `id,email,encrypted_password,email_confirmed_at,raw_user_meta_data\n${uuid},supabase@example.com,${bcrypt},2024-01-02 03:04:05+00,"{""theme"":""dark""}"\n`,
    },
    password: 'correct horse',
    user: { id: uuid, unsafe_metadata: { theme: 'dark' } },
  },
  {
    reader: betterAuth,
    files: {
      'user.json':
        '[{"id":"Nr7sgVzoSkcFvqKGkqQRBXtMW0VvRyHw","name":"Ada","email":"better-auth@example.com","emailVerified":true,"role":"user"}]',
      'account.json': `[{"id":"a","accountId":"Nr7s","providerId":"credential","userId":"Nr7sgVzoSkcFvqKGkqQRBXtMW0VvRyHw","password":"${betterAuthDigest}"}]`,
    },
    password: 'correct horse',
    user: { id: 'Nr7sgVzoSkcFvqKGkqQRBXtMW0VvRyHw', public_metadata: { role: 'user' } },
  },
]

describe.each(engines)('people who come from elsewhere, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test.each(moved.map((one) => [one.reader.name, one] as const))(
    'from %s they sign in with the password that they had there, and it is argon2id from then on',
    async (source, { reader, files, flags, password, user }) => {
      const entries = await readAll(reader, files, [], flags)
      const run = await openRun(server.instance, { source, files: Object.keys(files), fingerprint: source, tells: false })
      const { tally } = await importPeople(server.instance, run, entries, { withoutSecondFactors: false })
      expect(tally).toMatchObject({ imported: 1, refused: 0, withPassword: 1 })

      const address = `${source}@example.com`
      const [found] = (await server.backend('GET', `/users?email_address=${address}`)).body
      expect(found).toMatchObject({
        ...user,
        password_enabled: true,
        email_addresses: [{ verification: { status: 'verified' } }],
      })
      await expect(server.browser().signIn(address, `${password}?`)).rejects.toThrow('form_password_incorrect')
      for (let time = 0; time < 2; time++)
        expect(await server.browser().signIn(address, password)).toMatchObject({ status: 'complete' })
      const { password_digest } = await server.instance.db
        .selectFrom('users')
        .select('password_digest')
        .where('id', '=', found.id)
        .executeTakeFirstOrThrow()
      expect(password_digest).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    },
  )
})
