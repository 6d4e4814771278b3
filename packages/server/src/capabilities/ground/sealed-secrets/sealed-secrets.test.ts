import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { openSecret, setSecret, showSecrets } from './sealed-secrets.js'

describe.each(engines)('secrets that others gave the instance, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const secret = 'GOCSPX-a-secret-of-somebody-4f2a'
  const set = (name: string, value: string | null) => transaction(server.instance, (tx) => setSecret(tx, name, value))
  const shown = async (name: string) => (await showSecrets(server.instance, [name])).get(name)
  const opened = async (name: string) => (await openSecret(server.instance, name))?.reveal()
  const row = (name: string) =>
    server.instance.db.selectFrom('secrets').selectAll().where('name', '=', name).executeTakeFirstOrThrow()

  test('a secret is read by who uses it, and shown by its end only', async () => {
    await set('social.google', secret)
    expect(await opened('social.google')).toBe(secret)
    expect(await shown('social.google')).toEqual({ set: true, hint: '…4f2a', updated_at: server.clock.now() })
    expect(JSON.stringify(await openSecret(server.instance, 'social.google'))).toBe('"[redacted]"')
  })

  test('of a short secret nothing is shown', async () => {
    await set('short', 'four-letters')
    expect(await shown('short')).toMatchObject({ set: true, hint: '…' })
  })

  test('an empty text keeps the secret, null clears it, another takes its place', async () => {
    await set('captcha', secret)
    await set('captcha', '')
    expect(await opened('captcha')).toBe(secret)
    await set('captcha', `${secret}-9b1c`)
    expect(await opened('captcha')).toBe(`${secret}-9b1c`)
    expect(await row('captcha')).toMatchObject({ version: 2, hint: '…9b1c' })
    await set('captcha', null)
    expect(await openSecret(server.instance, 'captcha')).toBeNull()
    expect(await shown('captcha')).toEqual({ set: false, hint: null, updated_at: null })
  })

  test('attack: a sealed secret that is moved to another name or instance does not open', async () => {
    await set('social.github', secret)
    const { sealed } = await row('social.github')
    expect(sealed).not.toContain(secret)
    await set('social.evil', 'something else that is long')
    await server.instance.db.updateTable('secrets').set({ sealed }).where('name', '=', 'social.evil').execute()
    await expect(openSecret(server.instance, 'social.evil')).rejects.toThrow()
    const elsewhere = { ...server.instance, keys: { ...server.instance.keys, instanceId: 'ins_other' } }
    await expect(openSecret(elsewhere, 'social.github')).rejects.toThrow()
  })
})
