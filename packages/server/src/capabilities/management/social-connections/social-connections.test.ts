import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { readOptions } from '../../../start/options.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { findProvider } from '../../entering/social/providers/find-provider.js'

afterEach(() => vi.unstubAllEnvs())

describe.each(engines)('connections to providers on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      publicUrl: 'https://app.example.com',
      social: { discord: { clientId: 'in-code', clientSecret: 'a secret that stands in code: 77aa' } },
    })
  })
  afterAll(() => server.close())

  const secret = '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a'
  const create = (body: object) => server.backend('POST', '/social_connections', body)
  const found = (strategy: string) => findProvider({ ...server.instance }, strategy)
  const offered = async () => (await server.browser().call('GET', '/environment')).body.user_settings.social

  test('a client at a provider is kept, offered, and used from the next request on', async () => {
    const { status, body } = await create({ provider: 'oauth_google', client_id: 'app.google', client_secret: secret })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        object: 'social_connection',
        id: 'google',
        strategy: 'oauth_google',
        name: 'Google',
        enabled: true,
        client_id: 'app.google',
        client_secret: { set: true, hint: '…4f2a', updated_at: server.clock.now() },
        callback_url: 'https://app.example.com/__clerk/v1/oauth_callback',
        locked: null,
      },
    })
    expect((await offered()).oauth_google).toMatchObject({
      enabled: true,
      authenticatable: true,
      strategy: 'oauth_google',
      name: 'Google',
    })
    expect(await found('oauth_google')).toMatchObject({
      clientId: 'app.google',
      kind: 'oidc',
      issuer: 'https://accounts.google.com',
    })
    expect((await found('oauth_google'))?.clientSecret?.reveal()).toBe(secret)
  })

  test('a change keeps the secret, null takes things away, and what is off is offered to nobody', async () => {
    await create({ provider: 'github', client_id: 'one', client_secret: secret, scopes: ['repo'] })
    const changed = await server.backend('PATCH', '/social_connections/github', {
      client_id: 'two',
      scopes: null,
      client_secret: '',
    })
    expect(changed.body).toMatchObject({ client_id: 'two', client_secret: { set: true, hint: '…4f2a' } })
    expect((await found('oauth_github'))?.scopes).toEqual(['read:user', 'user:email'])
    const off = await server.backend('PATCH', '/social_connections/oauth_github', { enabled: false, client_secret: null })
    expect(off.body).toMatchObject({ enabled: false, client_secret: { set: false, hint: null } })
    expect(await offered()).not.toHaveProperty('oauth_github')
    expect(await found('oauth_github')).toBeNull()
    expect((await server.backend('DELETE', '/social_connections/github')).body).toEqual({
      object: 'social_connection',
      id: 'github',
      deleted: true,
    })
    expect((await server.backend('GET', '/social_connections/github')).status).toBe(404)
    expect((await server.backend('DELETE', '/social_connections/github')).status).toBe(404)
    const { body } = await server.backend('GET', '/social_connections')
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['discord', 'google']))
  })

  test('what code sets is locked, and its fields come before what is stored', async () => {
    const { body } = await server.backend('GET', '/social_connections/discord')
    expect(body).toMatchObject({
      client_id: 'in-code',
      locked: 'in code: social.discord',
      client_secret: { set: true, hint: '…77aa' },
    })
    const refused = await server.backend('PATCH', '/social_connections/discord', { client_id: 'other' })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0]).toMatchObject({ code: 'setting_locked', meta: { param_name: 'social.discord' } })
    expect((await server.backend('PATCH', '/social_connections/discord', { client_secret: 'another' })).status).toBe(422)
    expect((await server.backend('DELETE', '/social_connections/discord')).status).toBe(422)
    expect((await create({ provider: 'discord', client_id: 'other' })).status).toBe(422)
  })

  test('a provider of the operator is described by its issuer or its addresses', async () => {
    const { status, body } = await create({ provider: 'custom_acme', client_id: 'x' })
    expect({ status, code: body.errors[0].code, name: body.errors[0].meta.param_name }).toEqual({
      status: 422,
      code: 'form_param_value_invalid',
      name: 'authorization_url',
    })
    const addresses = {
      authorization_url: 'https://id.acme.example/a',
      token_url: 'https://id.acme.example/t',
      userinfo_url: 'https://id.acme.example/u',
    }
    await create({ provider: 'custom_acme', client_id: 'x', name: 'Acme', ...addresses })
    expect(await found('oauth_custom_acme')).toMatchObject({
      name: 'Acme',
      key: 'custom_acme',
      kind: 'oauth2',
      tokenEndpoint: 'https://id.acme.example/t',
      clientSecret: null,
    })
    expect((await create({ provider: 'gogle', client_id: 'x' })).status).toBe(422)
    expect((await create({ provider: 'slack' })).body.errors[0]).toMatchObject({
      code: 'form_param_missing',
      meta: { param_name: 'client_id' },
    })
  })

  test('attack: no answer, setting, version or log shows a secret', async () => {
    await create({ provider: 'slack', client_id: 'x', client_secret: secret })
    const answers = [
      await server.backend('GET', '/social_connections'),
      await server.backend('GET', '/social_connections/slack'),
      await server.backend('GET', '/instance/settings'),
      await server.browser().call('GET', '/environment'),
    ]
    const versions = await server.instance.db.selectFrom('settings').selectAll().execute()
    const rows = await server.instance.db.selectFrom('secrets').selectAll().execute()
    const seen = JSON.stringify([answers, versions, rows, server.logs, server.instance.options])
    expect(seen).not.toContain(secret)
    expect(seen).not.toContain('stands in code')
    expect((await server.request('/__clerk/api/v1/social_connections')).status).toBe(401)
  })

  test('attack: discovery leads to no private address, and its document speaks for no other issuer', async () => {
    await create({ provider: 'custom_inside', client_id: 'x', issuer: 'http://169.254.169.254' })
    await expect(found('oauth_custom_inside')).rejects.toThrow(/private|http:\/\//)
  })
})

describe('connections in code and the environment', () => {
  const social = (given?: object) => readOptions({ ...(given && { social: given }) } as Parameters<typeof readOptions>[0]).fixed

  test('each field has a variable, and code comes before it', () => {
    vi.stubEnv('FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID', 'of-the-environment')
    vi.stubEnv('FRONTDESK_SOCIAL_GOOGLE_CLIENT_SECRET', 'GOCSPX')
    vi.stubEnv('FRONTDESK_SOCIAL_LINKEDIN_OIDC_CLIENT_ID', 'linked')
    const { values, places, secrets } = social({
      google: { clientId: 'of-code' },
      custom_acme: { clientId: 'x', issuer: 'https://id.acme.example' },
    })
    expect(values.social).toEqual({
      google: { client_id: 'of-code' },
      custom_acme: { client_id: 'x', issuer: 'https://id.acme.example' },
      linkedin_oidc: { client_id: 'linked' },
    })
    expect(places).toMatchObject({
      'social.google': 'in code: social.google',
      'social.linkedin_oidc': 'in FRONTDESK_SOCIAL_LINKEDIN_OIDC_CLIENT_ID',
    })
    expect(secrets['social.google']?.reveal()).toBe('GOCSPX')
  })

  test('a mistake is told with what to do, and without the secret', () => {
    const mistakes = (given: object) => {
      try {
        social(given)
      } catch (error) {
        return (error as Error).message
      }
      return ''
    }
    expect(mistakes({ gogle: { clientId: 'x' } })).toContain(
      'social.gogle: is no provider, not even one of your own: did you mean google?',
    )
    expect(mistakes({ google: { enabled: true } })).toContain('FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID')
    const wrong = mistakes({ google: { clientId: 'x', clientSecret: 90210 } })
    expect(wrong).toContain('social.google.clientSecret: must be the text that the provider gave')
    expect(wrong).not.toContain('90210')
  })
})
