/** What the built server loads only when somebody needs it: a bundle that can't find a name in it would tell the first of them. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as server from '../../packages/server/src/server.js'
import { freshDatabase } from '../environment/database.js'

const built: typeof server = createRequire(import.meta.url)(
  fileURLToPath(new URL('../../packages/server/dist/server/index.cjs', import.meta.url)),
)

describe('a sign-up at the built server', () => {
  let frontdesk: server.OwnFrontdesk
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await freshDatabase('sqlite')
    drop = database.drop
    frontdesk = built.createFrontdesk({
      databaseUrl: database.url,
      environment: 'development',
      log: () => {},
      attributes: { emailAddress: 'required', phoneNumber: 'optional' },
      password: { minStrength: 3 },
      restrictions: { blockDisposableEmailDomains: true },
    })
  })
  afterAll(async () => {
    await frontdesk.close()
    await drop()
  })

  test.each([
    ['a common password', { password: 'password123' }, 'form_password_pwned'],
    ['a password that is easy to guess', { password: 'tuesdaymorning' }, 'form_password_not_strong_enough'],
    ['a mailbox for minutes', { email_address: 'jane@mailinator.com' }, 'form_email_address_blocked'],
    ['half a phone number', { phone_number: '+4915' }, 'form_param_format_invalid'],
  ])('%s is refused', async (_, fields, code) => {
    const form = { email_address: 'jane@example.com', password: 'correct horse battery staple', ...fields }
    const answer = await frontdesk.fetch(
      new Request('http://localhost:3000/__clerk/v1/client/sign_ups', { method: 'POST', body: new URLSearchParams(form) }),
    )
    const { errors } = (await answer.json()) as { errors: Array<{ code: string }> }
    expect([answer.status, errors.map((error) => error.code)]).toEqual([422, [code]])
  })
})
