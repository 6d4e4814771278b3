import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer, unlimited } from '../../../testing/test-server.js'

const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

describe.each(engines)('second factors as servers see to them, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { secondFactors: { totp: true, backupCode: true }, rateLimits: unlimited })
  })
  afterAll(() => server.close())

  let made = 0
  async function person(fields: object = { totp_secret: totpSecret, backup_codes: ['one111', 'two222'] }) {
    const emailAddress = `given-${++made}@example.com`
    const { body, status } = await server.backend('POST', '/users', {
      email_address: [emailAddress],
      password: testPassword,
      ...fields,
    })
    expect(status).toBe(200)
    return { id: body.id as string, emailAddress, body }
  }
  const code = () => new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: server.clock.now() })
  const verify = (id: string, answer: string) => server.backend('POST', `/users/${id}/verify_totp`, { code: answer })
  const statusOf = async (emailAddress: string) => {
    const fields = { identifier: emailAddress, strategy: 'password', password: testPassword }
    return (await server.browser().call('POST', '/client/sign_ins', fields)).body.response.status
  }

  test('an app gives them with a new user or later, and signs in by them', async () => {
    const { emailAddress, body } = await person()
    expect(body).toMatchObject({ totp_enabled: true, backup_code_enabled: true, two_factor_enabled: true })
    expect(await statusOf(emailAddress)).toBe('needs_second_factor')

    const later = await person({})
    expect(later.body).toMatchObject({ totp_enabled: false, two_factor_enabled: false })
    expect(await statusOf(later.emailAddress)).toBe('complete')
    const given = { totp_secret: totpSecret.toLowerCase(), backup_codes: ['three333'] }
    const changed = await server.backend('PATCH', `/users/${later.id}`, given)
    expect(changed.body).toMatchObject({ totp_enabled: true, backup_code_enabled: true, two_factor_enabled: true })
    expect(await statusOf(later.emailAddress)).toBe('needs_second_factor')
    const refused = await server.backend('PATCH', `/users/${later.id}`, { totp_secret: 'no base32!' })
    expect(refused).toBeRefused(422, 'form_param_format_invalid')
  })

  test('codes are verified for the app, each once', async () => {
    const { id } = await person()
    server.clock.advance(30_000)
    const right = code()
    expect((await verify(id, right)).body).toEqual({ verified: true, code_type: 'totp' })
    expect(await verify(id, right)).toBeRefused(422, 'form_code_incorrect')
    expect((await verify(id, 'one111')).body).toEqual({ verified: true, code_type: 'backup_code' })
    expect(await verify(id, 'one111')).toBeRefused(422, 'form_code_incorrect')
    expect((await verify((await person({})).id, right)).status).toBe(400)
    expect((await verify('user_nobody', right)).status).toBe(404)
  })

  test.each(['totp', 'mfa'])(
    'DELETE /users/{id}/%s takes them away, tells the owner, and the password is enough',
    async (what) => {
      const { id, emailAddress } = await person()
      const events = await server.events()
      const removed = await server.backend('DELETE', `/users/${id}/${what}`)
      expect(removed.body).toEqual({ user_id: id })
      expect((await server.events()).slice(events.length).filter((type) => type !== 'email.created')).toEqual(['user.updated'])
      const after = (await server.backend('GET', `/users/${id}`)).body
      expect(after).toMatchObject({ totp_enabled: false, backup_code_enabled: false, two_factor_enabled: false })
      expect(after.mfa_disabled_at).toBe(server.clock.now())
      expect(await statusOf(emailAddress)).toBe('complete')
      const told = (await server.mailbox.all()).filter(({ to }) => to === emailAddress).map(({ kind }) => kind)
      expect(told).toContain(what === 'totp' ? 'totp_removed' : 'two_steps_removed')
      expect((await server.backend('DELETE', `/users/user_nobody/${what}`)).status).toBe(404)
    },
  )

  test('backup codes are taken away without the app', async () => {
    const { id, emailAddress } = await person()
    expect((await server.backend('DELETE', `/users/${id}/backup_code`)).body).toEqual({ user_id: id })
    expect(await verify(id, 'one111')).toBeRefused(422, 'form_code_incorrect')
    expect((await server.backend('GET', `/users/${id}`)).body).toMatchObject({ totp_enabled: true, backup_code_enabled: false })
    expect(await statusOf(emailAddress)).toBe('needs_second_factor')
  })
})
