import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AcceptsToken } from '../auth/accepted-auth.js'
import { desk, now, pem, stranger, token } from '../testing/desk.js'
import { TokenType } from '../tokens/token-type.js'
import { authenticate } from './authenticate.js'
import { authenticatorFor } from './authenticator.js'
import type { Decision } from './decision.js'
import type { AuthenticateRequestOptions } from './options.js'

afterEach(() => vi.restoreAllMocks())

const apiKeyLine = 'POST /__clerk/api/api_keys/verify'
const machineLine = 'POST /__clerk/api/m2m_tokens/verify'
const oauthLine = 'POST /__clerk/api/oauth_applications/access_tokens/verify'
const standing = { revoked: false, revocation_reason: null, expired: false, expiration: null }
const apiKey = {
  object: 'api_key',
  id: 'ak_0f',
  type: 'api_key',
  subject: 'user_1',
  name: 'CI',
  scopes: ['read'],
  claims: { team_size: 3 },
  ...standing,
}
const machine = {
  object: 'machine_to_machine_token',
  id: 'mt_0f',
  subject: 'mch_1',
  scopes: ['mch_2'],
  claims: { team_size: 3 },
  ...standing,
}
const accessToken = {
  object: 'clerk_idp_oauth_access_token',
  id: 'oat_0f',
  client_id: 'client_1',
  subject: 'user_1',
  scopes: ['email'],
  ...standing,
}
const answers = { [apiKeyLine]: { body: apiKey }, [machineLine]: { body: machine }, [oauthLine]: { body: accessToken } }

const good = token()
const machineJwt = (claims: object = {}, header: object = {}, key?: typeof stranger.privateKey) =>
  token(
    { sub: 'mch_1', jti: 'mt_0f', scopes: 'mch_2 mch_3', sid: undefined, ...claims },
    { cat: 'cl_B7d4PD333AAA', ...header },
    key,
  )
const oauthJwt = (claims: object = {}, header: object = {}, key?: typeof stranger.privateKey) =>
  token(
    { client_id: 'client_1', jti: 'oat_0f', scope: 'email profile', sid: undefined, ...claims },
    { typ: 'at+jwt', ...header },
    key,
  )

interface Sent {
  bearer?: string
  /** The cookies of somebody signed in. */
  hasSession?: boolean
  accepted?: AcceptsToken
  options?: AuthenticateRequestOptions
  server?: ReturnType<typeof desk>
}

async function decide({ bearer, hasSession = false, accepted, options = {}, server = desk(answers) }: Sent): Promise<Decision> {
  const headers: Record<string, string | undefined> = {
    authorization: bearer && `Bearer ${bearer}`,
    cookie: hasSession ? `__session=${good}; __client_uat=${now - 100}` : undefined,
  }
  const authenticator = await authenticatorFor(options, server)
  const request = { method: 'GET', header: (name: string) => headers[name], url: () => new URL('http://app.example/') }
  return authenticate(authenticator, request, accepted)
}

const outcome = ({ status, reason, tokenType }: Decision) => [status, reason, tokenType].filter(Boolean).join(' ')

const families: Array<[what: string, token: string, family: TokenType]> = [
  ['a session token', good, 'session_token'],
  ['an API key', 'ak_secret', 'api_key'],
  ['an opaque token of a machine', 'mt_secret', 'm2m_token'],
  ["a machine's JWT", machineJwt(), 'm2m_token'],
  ['an opaque OAuth token', 'oat_secret', 'oauth_token'],
  ['an OAuth JWT', oauthJwt(), 'oauth_token'],
]
const allTypes = Object.values(TokenType)

describe.each(families)('%s', (_, bearer, family) => {
  const others = allTypes.filter((type) => type !== family)

  test.each<[AcceptsToken]>([[family], [[family]], [allTypes], ['any']])('signs in where %j is accepted', async (accepted) => {
    const decision = await decide({ bearer, accepted })
    expect(outcome(decision)).toBe(`signed-in ${family}`)
    expect(decision.auth()).toMatchObject({ isAuthenticated: true, tokenType: family })
    expect(decision.token).toBe(bearer)
  })

  test.each(others)(
    'a machine token is refused where %s is asked, also beside the cookies of somebody signed in',
    async (accepted) => {
      for (const hasSession of [false, true]) {
        const server = desk(answers)
        const decision = await decide({ bearer, accepted, hasSession, server })
        const isOpaqueForSession = accepted === 'session_token' && !bearer.includes('.')
        expect(outcome(decision)).toBe(`signed-out ${isOpaqueForSession ? 'token-invalid' : 'token-type-mismatch'} ${accepted}`)
        expect(decision.auth()).toMatchObject({ isAuthenticated: false, tokenType: accepted })
        expect(server.calls).toEqual([])
      }
    },
  )

  test('a machine token is refused where all others are asked, without telling anything', async () => {
    const server = desk(answers)
    const decision = await decide({ bearer, accepted: others, hasSession: true, server })
    expect(outcome(decision)).toBe('signed-out token-type-mismatch')
    expect(decision.auth()).toMatchObject({ isAuthenticated: false, tokenType: null })
    expect(decision.headers).toEqual([
      ['x-clerk-auth-reason', 'token-type-mismatch'],
      ['x-clerk-auth-status', 'signed-out'],
    ])
    expect(server.calls).toEqual([])
  })

  test('a machine token counts by the option where the caller asks for nothing', async () => {
    expect(outcome(await decide({ bearer, options: { acceptsToken: family } }))).toBe(`signed-in ${family}`)
    expect((await decide({ bearer })).status).toBe(family === 'session_token' ? 'signed-in' : 'signed-out')
  })
})

describe('a request without a bearer', () => {
  test.each<[AcceptsToken, string]>([
    ['any', 'signed-in session_token'],
    [['api_key', 'session_token'], 'signed-in session_token'],
    [['api_key', 'm2m_token'], 'signed-out token-type-mismatch'],
    [[], 'signed-out token-type-mismatch'],
    ['api_key', 'signed-out No token in header api_key'],
    ['m2m_token', 'signed-out No token in header m2m_token'],
    ['oauth_token', 'signed-out No token in header oauth_token'],
  ])(
    'a request without a bearer and with the cookies of somebody signed in, where %j is accepted: %s',
    async (accepted, expected) => {
      expect(outcome(await decide({ hasSession: true, accepted }))).toBe(expected)
    },
  )

  test('a machine’s token in the session cookie is no session', async () => {
    for (const jwt of [machineJwt(), oauthJwt()]) {
      const header = (name: string) => (name === 'cookie' ? `__session=${jwt}; __client_uat=${now - 100}` : undefined)
      const request = { method: 'GET', header, url: () => new URL('http://app.example/') }
      const decision = await authenticate(await authenticatorFor({}, desk()), request, 'any')
      expect(outcome(decision)).toBe('signed-out token-type-mismatch session_token')
    }
  })
})

describe('the Backend API', () => {
  const ask = async (bearer: string, options: AuthenticateRequestOptions = {}) => {
    const server = desk(answers)
    await decide({ bearer, accepted: 'any', options, server })
    return server.calls
  }

  test('the Backend API is asked about opaque tokens as Clerk’s SDKs ask', async () => {
    const authorization = 'Bearer sk_live_1'
    expect(await ask('ak_secret')).toEqual([{ line: apiKeyLine, body: { secret: 'ak_secret' }, authorization }])
    expect(await ask('mt_secret')).toEqual([{ line: machineLine, body: { token: 'mt_secret' }, authorization }])
    expect(await ask('oat_secret')).toEqual([{ line: oauthLine, body: { access_token: 'oat_secret' }, authorization }])
  })

  test('the Backend API is asked with the machine’s own key about machines’ tokens, and about no others', async () => {
    const options = { machineSecretKey: 'ak_machine' }
    expect(await ask('mt_secret', options)).toMatchObject([{ authorization: 'Bearer ak_machine' }])
    expect(await ask('ak_secret', options)).toMatchObject([{ authorization: 'Bearer sk_live_1' }])
    expect(await ask('oat_secret', options)).toMatchObject([{ authorization: 'Bearer sk_live_1' }])
  })

  test('the Backend API is not asked about JWTs', async () => {
    expect([await ask(machineJwt()), await ask(oauthJwt())]).toEqual([[], []])
  })

  test.each<[string, { status?: number; body: unknown }, string]>([
    ['knows no such token', { status: 404, body: { errors: [{ code: 'resource_not_found', message: 'x' }] } }, 'token-invalid'],
    [
      'refuses the secret key',
      { status: 401, body: { errors: [{ code: 'clerk_key_invalid', message: 'x' }] } },
      'secret-key-invalid',
    ],
    ['finds the request bad', { status: 400, body: { errors: [{ code: 'bad_request', message: 'x' }] } }, 'unexpected-error'],
    ['has too many requests', { status: 429, body: {} }, 'unexpected-error'],
    ['fails', { status: 500, body: {} }, 'unexpected-error'],
    ['answers with nothing', { body: null }, 'unexpected-error'],
    ['answers with text', { body: 'ok' }, 'unexpected-error'],
    ['answers with a list', { body: [apiKey] }, 'unexpected-error'],
    ['tells no id', { body: { ...apiKey, id: undefined } }, 'unexpected-error'],
    ['tells nobody', { body: { ...apiKey, subject: undefined } }, 'unexpected-error'],
    ['tells an empty subject', { body: { ...apiKey, subject: '' } }, 'unexpected-error'],
    ['tells scopes that are no list', { body: { ...apiKey, scopes: 'read' } }, 'unexpected-error'],
    ['tells that it was revoked', { body: { ...apiKey, revoked: true } }, 'token-invalid'],
    ['tells that it has expired', { body: { ...apiKey, expired: true } }, 'token-invalid'],
    ['tells that it is not active', { body: { active: false } }, 'token-invalid'],
  ])('the Backend API that %s signs nobody in', async (_, answer, reason) => {
    const server = desk({ [apiKeyLine]: answer, [machineLine]: answer, [oauthLine]: answer })
    for (const [bearer, family] of [
      ['ak_secret', 'api_key'],
      ['mt_secret', 'm2m_token'],
      ['oat_secret', 'oauth_token'],
    ] as const) {
      const decision = await decide({ bearer, accepted: 'any', server })
      expect(outcome(decision)).toBe(`signed-out ${reason} ${family}`)
      expect(decision.auth().isAuthenticated).toBe(false)
    }
  })

  test('the Backend API that can’t be reached signs nobody in, and its address goes to the log alone', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 }) // what was said a minute ago is said again
    onTestFinished(() => void vi.useRealTimers())
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const server = { ...desk(), fetch: () => Promise.reject(new TypeError('fetch failed')) }
    for (const [bearer, expected] of [
      ['ak_secret', 'unexpected-error api_key'],
      [machineJwt(), 'token-verification-failed m2m_token'],
    ] as const) {
      const decision = await decide({ bearer, accepted: 'any', server })
      expect(outcome(decision)).toBe(`signed-out ${expected}`)
      expect(decision.headers.flat().join()).not.toContain('frontdesk.localhost')
      expect(warn).toHaveBeenLastCalledWith(expect.stringContaining('http://frontdesk.localhost'))
    }
  })

  test('the response’s headers say why a machine is refused', async () => {
    const { headers } = await decide({ bearer: 'ak_unknown', accepted: 'api_key', server: desk() })
    expect(headers).toEqual([
      ['x-clerk-auth-message', 'The server knows no such API key. (code=token-invalid, status=404)'],
      ['x-clerk-auth-reason', 'token-invalid'],
      ['x-clerk-auth-status', 'signed-out'],
    ])
  })
})

describe('a JWT that is refused', () => {
  test.each<[string, string, AuthenticateRequestOptions, string]>([
    ['expired', machineJwt({ exp: now - 60 }), {}, 'token-verification-failed m2m_token'],
    ['forged', machineJwt({}, {}, stranger.privateKey), {}, 'token-verification-failed m2m_token'],
    ['of an unknown key', machineJwt({}, { kid: 'ins_2' }), {}, 'token-verification-failed m2m_token'],
    ["of a machine in a session's clothes", machineJwt({}, { cat: 'cl_B7d4PD111AAA' }), {}, 'token-invalid m2m_token'],
    ["of a machine in OAuth's clothes", machineJwt({}, { typ: 'at+jwt' }), {}, 'token-verification-failed m2m_token'],
    ['expired, of OAuth', oauthJwt({ exp: now - 60 }), {}, 'token-verification-failed oauth_token'],
    ['forged, of OAuth', oauthJwt({}, {}, stranger.privateKey), {}, 'token-verification-failed oauth_token'],
    ["of OAuth in a session's clothes", oauthJwt({}, { cat: 'cl_B7d4PD111AAA' }), {}, 'token-invalid oauth_token'],
    ['of OAuth for another API', oauthJwt({ aud: 'x' }), { audience: 'y' }, 'token-verification-failed oauth_token'],
    ['opaque, of OAuth, for nobody', 'oat_secret', { audience: 'y' }, 'token-verification-failed oauth_token'],
    ['of a template', token({}, { cat: 'cl_B7d4PD222AAA' }), {}, 'token-type-mismatch session_token'],
    ['that calls itself an API key', `ak_${machineJwt()}`, {}, 'token-invalid api_key'],
  ])('a JWT that is refused is told by its reason: %s', async (_, bearer, options, expected) => {
    const server = desk({ ...answers, [apiKeyLine]: { status: 404, body: {} } })
    expect(outcome(await decide({ bearer, accepted: 'any', options, server }))).toBe(`signed-out ${expected}`)
  })
})

describe('an auth object', () => {
  const members = async (sent: Sent) => {
    const { has, getToken, debug, ...data } = (await decide(sent)).auth()
    expect(has({ role: 'org:admin' })).toBe(false)
    expect(JSON.stringify(debug())).not.toMatch(/secret|eyJ/) // the token is no fact for a log
    return { ...data, token: await getToken() }
  }
  const signedOut = { isAuthenticated: false, id: null, subject: null, scopes: null, token: null }

  test.each<[string, Sent, object]>([
    [
      "a user's API key",
      { bearer: 'ak_secret', accepted: 'api_key' },
      {
        tokenType: 'api_key',
        isAuthenticated: true,
        id: 'ak_0f',
        subject: 'user_1',
        scopes: ['read'],
        name: 'CI',
        claims: { team_size: 3 },
        userId: 'user_1',
        orgId: null,
        token: 'ak_secret',
      },
    ],
    [
      "an organization's API key",
      {
        bearer: 'ak_secret',
        accepted: 'api_key',
        server: desk({ [apiKeyLine]: { body: { ...apiKey, subject: 'org_1', claims: null } } }),
      },
      {
        tokenType: 'api_key',
        isAuthenticated: true,
        id: 'ak_0f',
        subject: 'org_1',
        scopes: ['read'],
        name: 'CI',
        claims: null,
        userId: null,
        orgId: 'org_1',
        token: 'ak_secret',
      },
    ],
    [
      'an opaque token of a machine',
      { bearer: 'mt_secret', accepted: 'm2m_token' },
      {
        tokenType: 'm2m_token',
        isAuthenticated: true,
        id: 'mt_0f',
        subject: 'mch_1',
        scopes: ['mch_2'],
        claims: { team_size: 3 },
        machineId: 'mch_1',
        token: 'mt_secret',
      },
    ],
    [
      "a machine's JWT, whose scopes are its audience",
      { bearer: machineJwt({ scopes: undefined, aud: ['mch_2'], v: undefined }), accepted: 'm2m_token' },
      {
        tokenType: 'm2m_token',
        isAuthenticated: true,
        id: 'mt_0f',
        subject: 'mch_1',
        scopes: ['mch_2'],
        claims: { aud: ['mch_2'] },
        machineId: 'mch_1',
        token: machineJwt({ scopes: undefined, aud: ['mch_2'], v: undefined }),
      },
    ],
    [
      'an OAuth JWT',
      { bearer: oauthJwt(), accepted: 'oauth_token' },
      {
        tokenType: 'oauth_token',
        isAuthenticated: true,
        id: 'oat_0f',
        subject: 'user_1',
        scopes: ['email', 'profile'],
        userId: 'user_1',
        clientId: 'client_1',
        token: oauthJwt(),
      },
    ],
    [
      'no API key',
      { accepted: 'api_key' },
      { ...signedOut, tokenType: 'api_key', name: null, claims: null, userId: null, orgId: null },
    ],
    ['no token of a machine', { accepted: 'm2m_token' }, { ...signedOut, tokenType: 'm2m_token', claims: null, machineId: null }],
    ['no OAuth token', { accepted: 'oauth_token' }, { ...signedOut, tokenType: 'oauth_token', userId: null, clientId: null }],
    ['a token of no accepted family', { accepted: ['api_key'] }, { tokenType: null, isAuthenticated: false, token: null }],
  ])('an auth object of %s', async (_, sent, expected) => {
    expect(await members(sent)).toEqual(expected)
  })
})

describe('keys', () => {
  const alone = (options: AuthenticateRequestOptions, accepted: AcceptsToken, bearer: string) => async () => {
    const header = (name: string) => (name === 'authorization' ? `Bearer ${bearer}` : undefined)
    const request = { method: 'GET', header, url: () => new URL('http://app.example/') }
    return authenticate(await authenticatorFor(options, undefined), request, accepted)
  }

  test('keys of a machine are enough for machines: neither publishable nor secret key is needed', async () => {
    expect(outcome(await alone({ machineSecretKey: 'ak_machine', jwtKey: pem }, 'm2m_token', machineJwt())())).toBe(
      'signed-in m2m_token',
    )
    expect(outcome(await alone({ machineSecretKey: 'ak_machine' }, 'm2m_token', machineJwt())())).toBe(
      'signed-out token-verification-failed m2m_token',
    )
  })

  test('keys are asked for by name where they are missing', async () => {
    await expect(alone({}, 'm2m_token', machineJwt())).rejects.toThrow('CLERK_SECRET_KEY')
    await expect(alone({ machineSecretKey: 'ak_machine' }, 'any', machineJwt())).rejects.toThrow('publishable key')
    await expect(alone({ machineSecretKey: 'ak_machine' }, ['session_token'], good)).rejects.toThrow('publishable key')
  })
})

test('a misspelt kind of token opens nothing', async () => {
  const misspelt = 'apikey' as AcceptsToken // as JavaScript may pass it
  await expect(decide({ accepted: misspelt, hasSession: true })).rejects.toThrow('acceptsToken')
})
