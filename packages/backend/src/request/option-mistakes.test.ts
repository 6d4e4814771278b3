import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ClerkOptions, createClerkClient, verifyToken } from '../index.js'
import { liveKey, pem, token } from '../testing/desk.js'
import { assertOptions } from './authenticator.js'
import type { AuthenticateRequestOptions } from './options.js'

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** As JavaScript writes them, whose compiler refuses nothing. */
const untyped = (options: object) => options as AuthenticateRequestOptions & ClerkOptions
const start = (options: object, by = 'clerkMiddleware()') => assertOptions(by, untyped(options), undefined)

describe('an option that nobody knows', () => {
  test.each([
    ['secretkey', 'secretKey'],
    ['publishable_key', 'publishableKey'],
    ['authorizedPartys', 'authorizedParties'],
    ['signinURL', 'signInUrl'],
    ['frontendProxy', 'frontendApiProxy'],
  ])('an option that nobody knows, %s, is told once with the one that was meant', (typed, meant) => {
    for (let time = 0; time < 2; time++) start({ [typed]: 'x' })
    expect(lines).toEqual([
      `[frontdesk] clerkMiddleware(): there is no option ${typed}, and it has no effect. Did you mean ${meant}?`,
    ])
  })

  test('an option that nobody knows is passed over, and told without a guess where none is near', () => {
    start({ bananas: 1 }, 'requireAuth()')
    expect(lines).toEqual(['[frontdesk] requireAuth(): there is no option bananas, and it has no effect.'])
  })

  test('an option that nobody knows is told of an object of options, too, and where that is none', () => {
    start({ frontendApiProxy: { enabeld: true }, organizationSyncOptions: { patterns: [] } })
    start({ frontendApiProxy: true })
    start({ frontendApiProxy: undefined, organizationSyncOptions: null })
    expect(lines).toEqual([
      expect.stringContaining('no option frontendApiProxy.enabeld, and it has no effect. Did you mean enabled?'),
      expect.stringContaining('no option organizationSyncOptions.patterns'),
      expect.stringContaining('frontendApiProxy must be an object, such as { enabled: … }, not true.'),
    ])
  })

  test('an option that nobody knows is told by the client and by verifyToken(), too', async () => {
    createClerkClient(untyped({ apiURL: 'https://auth.example/api' }))
    await verifyToken(token(), untyped({ jwtKey: pem, clockSkew: 5 }))
    expect(lines).toEqual([
      expect.stringContaining('createClerkClient(): there is no option apiURL, and it has no effect. Did you mean apiUrl?'),
      expect.stringContaining('verifyToken(): there is no option clockSkew, and it has no effect. Did you mean clockSkewInMs?'),
    ])
  })

  test.each(['permissions', 'roles', 'featuer', 'Plan', 'unautenticated', 'revokation'])(
    'an option that nobody knows, %s, throws where one was meant that keeps people out',
    (typed) => {
      for (const by of ['requireAuth()', 'clerkMiddleware()'])
        expect(() => start({ [typed]: 'x' }, by)).toThrow(new RegExp(`no option ${typed}, .*Did you mean \\w+\\?$`))
    },
  )

  test('a condition that has no effect where it stands throws', () => {
    expect(() => start({ permission: 'org:posts:delete' })).toThrow(/permission is an option of requireAuth\(\), such as/)
  })

  test('options of ours and of Clerk’s are told by nobody', () => {
    const ours = { acceptsToken: 'any', debug: true, revocation: 'strict' }
    start({ unauthenticated: 'auto', permission: 'a', role: 'b', feature: 'c', plan: 'd' }, 'requireAuth()')
    start({ ...ours, frontendApiProxy: { enabled: true, path: '/x' }, organizationSyncOptions: { organizationPatterns: [] } })
    createClerkClient(
      untyped({ timeoutInMs: 5, telemetry: { disabled: true }, sdkMetadata: {}, userAgent: 'x', isSatellite: false }),
    )
    expect(lines).toEqual([])
  })
})

describe('a value that can’t be meant', () => {
  const secret = 'sk_live_hunter2'
  test.each<[object, string]>([
    [
      { secretKey: liveKey },
      'secretKey must be a secret key, such as sk_live_…, not a publishable key (CLERK_SECRET_KEY). `npx frontdesk keys` prints both.',
    ],
    [{ secretKey: `"${liveKey}"\r\n` }, 'secretKey must be a secret key'],
    [{ secretKey: pem }, 'secretKey must be a secret key, such as sk_live_…, not a key in PEM'],
    [
      { publishableKey: secret },
      'publishableKey must be a publishable key, such as pk_live_…, not a secret key (CLERK_PUBLISHABLE_KEY)',
    ],
    [{ machineSecretKey: liveKey }, "machineSecretKey must be a machine's key, such as ak_…, not a publishable key"],
    [{ jwtKey: secret }, 'jwtKey must be a key in PEM, such as -----BEGIN PUBLIC KEY-----…, not a secret key (CLERK_JWT_KEY)'],
    [{ secretKey: 5 }, 'secretKey must be text, such as sk_live_…, not 5 (CLERK_SECRET_KEY).'],
    [{ apiVersion: ['v1'] }, 'apiVersion must be text, such as v1, not a list.'],
    [
      { signInUrl: new URL('https://app.example/in') },
      'signInUrl must be text, such as /sign-in, not an object (CLERK_SIGN_IN_URL).',
    ],
    [
      { apiUrl: 'localhost:3000/api' },
      'apiUrl must be an address, such as https://auth.example.com/__clerk/api, not "localhost:3000/api" (CLERK_API_URL).',
    ],
    [{ apiUrl: 'https://me:hunter2@' }, 'not an address with a user name'],
    ...['https://api.clerk.com', 'https://API.Clerk.dev/v1', 'http://api.clerk.com.:443', 'https://a-b-1.clerk.accounts.dev'].map(
      (apiUrl): [object, string] => [{ secretKey: secret, apiUrl }, "apiUrl leads to Clerk's own service, "],
    ),
  ])('a value that can’t be meant throws when the app starts: %j', (options, words) => {
    const said = [() => start(options), () => createClerkClient(untyped(options))].map((run) => {
      try {
        run()
        return 'nothing'
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        return (error as Error).message
      }
    })
    for (const message of said) {
      expect(message).toContain(words)
      expect(message).not.toContain('hunter2')
      expect(message).not.toContain(liveKey)
    }
  })

  test('a value that can’t be meant throws out of the environment, too, also with the first call', async () => {
    vi.stubEnv('CLERK_SECRET_KEY', liveKey)
    vi.stubEnv('CLERK_API_URL', 'https://auth.example/api')
    expect(() => start({})).toThrow(/secretKey must be a secret key.*CLERK_SECRET_KEY/)
    await expect(createClerkClient().users.getUser('user_1')).rejects.toThrow(/secretKey must be a secret key/)
    await expect(verifyToken(token())).rejects.toThrow(/secretKey must be a secret key/)
  })

  test('no call sends the secret key to Clerk’s own service, which the environment may still name', async () => {
    vi.stubEnv('CLERK_SECRET_KEY', secret)
    vi.stubEnv('CLERK_API_URL', 'https://api.clerk.com')
    const sent = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('sent'))
    await expect(createClerkClient().users.getUser('user_1')).rejects.toThrow("leads to Clerk's own service, api.clerk.com")
    await expect(verifyToken(token())).rejects.toThrow("leads to Clerk's own service")
    await expect(createClerkClient({ secretKey: secret }).users.getUser('user_1')).rejects.toThrow("Clerk's own service")
    expect(() => createClerkClient({ apiUrl: 'https://clerk.example.com/api' })).not.toThrow()
    expect(sent).not.toHaveBeenCalled()
  })

  test('a time limit that is none throws', () => {
    for (const timeoutInMs of ['5s', -1, Number.NaN, 0.5])
      expect(() => createClerkClient(untyped({ timeoutInMs }))).toThrow(
        /timeoutInMs must be a whole number of milliseconds, such as 5000, not /,
      )
  })

  test('a request in the place of options is told as a function that is mounted', () => {
    expect(() => createClerkClient(untyped({ method: 'GET', headers: {} }))).toThrow(
      /createClerkClient is mounted without being called/,
    )
  })
})

describe('values that Clerk’s SDK takes', () => {
  test('are no mistakes: nothing, blanks and quotes of a file, a machine’s key for the secret one, functions', () => {
    vi.stubEnv('CLERK_SECRET_KEY', ' "sk_live_1"\r\n')
    for (const options of [
      { secretKey: '', publishableKey: null, jwtKey: undefined, apiUrl: ' ' },
      { publishableKey: `${liveKey}\n`, jwtKey: `"${pem}"`, apiUrl: "'https://auth.example/api'" },
      { secretKey: 'ak_1', machineSecretKey: 'sk_1' },
      { proxyUrl: () => '/__clerk', domain: () => 'shop.example', isSatellite: () => false },
    ])
      expect(() => start(options)).not.toThrow()
    expect(lines).toEqual([])
  })

  test('null leaves what the environment says', async () => {
    vi.stubEnv('CLERK_JWT_KEY', pem)
    expect(await verifyToken(token(), untyped({ jwtKey: null }))).toMatchObject({ sub: 'user_1' })
  })
})
