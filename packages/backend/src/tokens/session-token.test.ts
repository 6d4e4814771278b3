import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSessionTokenVerifier } from './session-token.js'
import { keyFromPem, publishedKeys, uncachedKeys } from './verification-keys.js'

const now = Date.UTC(2026, 0, 1)
const seconds = now / 1000
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey

const header = { alg: 'RS256', typ: 'JWT', kid: 'ins_1' }
const claims = {
  iss: 'https://desk.frontdesk.localhost',
  sub: 'user_1',
  sid: 'sess_1',
  iat: seconds - 10,
  nbf: seconds - 20,
  exp: seconds + 50,
  azp: 'http://localhost:3000',
  v: 2,
}
const rules = { issuer: 'https://desk.frontdesk.localhost' }

const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

function signed(head: unknown = header, payload: unknown = claims, key: KeyObject = privateKey): string {
  const content = `${encode(head)}.${encode(payload)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}

const verifier = () => createSessionTokenVerifier(keyFromPem(pem))

/** The reason of a refusal, or `accepted`. */
async function verdict(token: string, more: object = {}, at = now): Promise<string> {
  try {
    await verifier().verify(token, { ...rules, ...more }, at)
    return 'accepted'
  } catch (error) {
    return (error as { reason: string }).reason
  }
}

describe('a session token', () => {
  test('a session token gives its claims when our key signed it and its time has come', async () => {
    expect(await verifier().verify(signed(), rules, now)).toEqual(claims)
  })

  test.each([
    ['an unsigned token (alg none)', `${encode({ ...header, alg: 'none' })}.${encode(claims)}.AA`, 'token-invalid-algorithm'],
    ['a token with an empty signature', `${encode(header)}.${encode(claims)}.`, 'token-invalid-signature'],
    ['an HMAC made with our public key as the secret', hmacToken(), 'token-invalid-algorithm'],
    ['an algorithm named like a member of every object', signed({ ...header, alg: 'constructor' }), 'token-invalid-algorithm'],
    ["a stranger's key", signed(header, claims, stranger.privateKey), 'token-invalid-signature'],
    [
      "a stranger's key that the token brings along (jwk)",
      signed({ ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) }, claims, stranger.privateKey),
      'token-invalid-signature',
    ],
    [
      "a stranger's key set that the token points to (jku)",
      signed({ ...header, jku: 'https://evil.example/jwks' }, claims, stranger.privateKey),
      'token-invalid-signature',
    ],
    ['our own key beside one that the token brings along', signed({ ...header, jwk: {} }), 'token-invalid'],
    [
      'our own key beside a key set that the token points to (x5u)',
      signed({ ...header, x5u: 'https://evil.example' }),
      'token-invalid',
    ],
    ['an algorithm in a list', signed({ ...header, alg: ['RS256'] }), 'token-invalid-algorithm'],
    ["a machine's subject", signed(header, { ...claims, sub: 'mch_1' }), 'token-type-mismatch'],
    ['an extension that must be understood (crit)', signed({ ...header, crit: ['exp'] }), 'token-invalid'],
    [
      'changed claims under an old signature',
      signed().replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'user_2' })}.`),
      'token-invalid-signature',
    ],
    ['padding at the end of a part', `${signed()}=`, 'token-invalid'],
    ['a last character that decodes to the same bytes', nonCanonical(signed()), 'token-invalid'],
    ['a claim that is named twice', signed(header, JSON.stringify(claims).replace('{', '{"sub":"user_2",')), 'token-invalid'],
    ['a header member that is named twice', signed(JSON.stringify(header).replace('{', '{"alg":"none",')), 'token-invalid'],
    ['claims that are a list', signed(header, []), 'token-invalid'],
    ['an empty part', signed().replace(/\.[^.]+\./, '..'), 'token-invalid'],
    ['four parts', `${signed()}.AA`, 'token-invalid'],
    ['text that is no token', 'hello', 'token-invalid'],
    ['a token of a megabyte', `${'A'.repeat(1_000_000)}.AA.AA`, 'token-invalid'],
    ['a token from a JWT template', signed({ ...header, cat: 'cl_B7d4PD222AAA' }), 'token-type-mismatch'],
    ['a machine token', signed({ ...header, cat: 'cl_B7d4PD333AAA' }), 'token-type-mismatch'],
    ['an OAuth access token', signed({ ...header, typ: 'at+jwt' }), 'token-type-mismatch'],
    ['a token without a session', signed(header, { ...claims, sid: undefined }), 'token-verification-failed'],
    ['a token of an empty session', signed(header, { ...claims, sid: '' }), 'token-verification-failed'],
    ['a token without a subject', signed(header, { ...claims, sub: '' }), 'token-verification-failed'],
    ['a token that never expires', signed(header, { ...claims, exp: undefined }), 'token-verification-failed'],
    ["another instance's token", signed(header, { ...claims, iss: 'https://other.frontdesk.localhost' }), 'token-invalid-issuer'],
    ['an expired token', signed(header, { ...claims, exp: seconds - 6 }), 'token-expired'],
    ['a token from the future', signed(header, { ...claims, iat: seconds + 6 }), 'token-iat-in-the-future'],
    ['a token that is not valid yet', signed(header, { ...claims, nbf: seconds + 6 }), 'token-not-active-yet'],
  ])('a session token is refused: %s', async (_, token, reason) => {
    expect(await verdict(token)).toBe(reason)
  })

  test('a session token is accepted within five seconds of clock skew, or what the options say', async () => {
    const late = signed(header, { ...claims, exp: seconds - 4 })
    expect(await verdict(late)).toBe('accepted')
    expect(await verdict(late, { clockSkewInMs: 1_000 })).toBe('token-expired')
  })

  test('a session token is refused for a page that is not among the authorized parties', async () => {
    expect(await verdict(signed(), { authorizedParties: ['http://localhost:3000'] })).toBe('accepted')
    expect(await verdict(signed(), { authorizedParties: ['https://app.example.com'] })).toBe('token-invalid-authorized-parties')
  })

  test('a session token does not get around the authorized parties by naming none', async () => {
    const nameless = signed(header, { ...claims, azp: undefined })
    expect(await verdict(nameless)).toBe('accepted')
    expect(await verdict(nameless, { authorizedParties: ['http://localhost:3000'] })).toBe('token-invalid-authorized-parties')
  })

  test('a session token is refused for another audience', async () => {
    const token = signed(header, { ...claims, aud: ['api'] })
    expect(await verdict(token, { audience: 'api' })).toBe('accepted')
    expect(await verdict(token, { audience: 'admin' })).toBe('token-verification-failed')
  })
})

test.each([
  ['of the last second', { exp: seconds - 4 + 0.9 }, 1_500, 'token-expired'],
  ['of the second before it begins', { nbf: seconds + 6.9, iat: seconds }, 1_000, 'accepted'],
  ['of the second before it was issued', { iat: seconds + 6.9 }, 1_000, 'accepted'],
])('a time with a fraction counts in whole seconds: %s', async (_, more, later, expected) => {
  expect(await verdict(signed(header, { ...claims, ...more }), {}, seconds * 1000 + later)).toBe(expected)
})

test('a key in PEM is read with the first token, not before, and says what it should be', async () => {
  const others = [privateKey.export({ type: 'pkcs8', format: 'pem' }), elliptic.export({ type: 'spki', format: 'pem' })]
  for (const broken of ['hello', ...others.map(String)]) {
    const broke = createSessionTokenVerifier(keyFromPem(broken))
    expect(() => broke.verify(signed(), rules, now)).toThrow(/CLERK_JWT_KEY .*-----BEGIN PUBLIC KEY-----/)
  }
})

describe('headerType', () => {
  const typed = (typ: unknown) => signed({ ...header, typ })
  const of = (headerType: string | string[]) => ({ ...rules, headerType })

  test('headerType says which types a token may have instead of JWT or none', async () => {
    expect(await verdict(typed('app+jwt'))).toBe('token-invalid')
    expect(await verdict(typed('app+jwt'), { headerType: 'app+jwt' })).toBe('accepted')
    expect(await verdict(typed('JWT'), { headerType: ['app+jwt', 'JWT'] })).toBe('accepted')
    for (const typ of ['JWT', undefined]) expect(await verdict(typed(typ), { headerType: 'app+jwt' })).toBe('token-invalid')
    expect(await verdict(typed('JWT'), { headerType: [] })).toBe('token-invalid')
  })

  test('headerType holds for a remembered token, too', async () => {
    const remembering = verifier()
    await remembering.verify(typed('JWT'), rules, now)
    expect(() => remembering.verify(typed('JWT'), of('app+jwt'), now)).toThrow(/type/)
  })

  test('headerType lets a token in for those who say so, and is not remembered for others', async () => {
    const remembering = verifier()
    await remembering.verify(typed('app+jwt'), of('app+jwt'), now)
    expect(() => remembering.verify(typed('app+jwt'), rules, now)).toThrow(/type/)
  })

  test('headerType never opens the door to another family of tokens', async () => {
    expect(await verdict(typed('at+jwt'), { headerType: 'at+jwt' })).toBe('token-type-mismatch')
  })
})

describe('a remembered token', () => {
  test('a cached token is checked for time and options on each use', async () => {
    const remembering = verifier()
    const token = signed()
    await remembering.verify(token, rules, now)
    expect(() => remembering.verify(token, rules, now + 56_000)).toThrow(/expired/)
    expect(() => remembering.verify(token, { ...rules, authorizedParties: ['https://app.example.com'] }, now)).toThrow(
      /authorizedParties/,
    )
    expect(() => remembering.verify(token, { issuer: 'https://other' }, now)).toThrow(/issued by/)
  })

  test('a cached token is refused once its key is withdrawn, however long it would live', async () => {
    let time = 0
    let keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'ins_1' }]
    const remembering = createSessionTokenVerifier(
      publishedKeys(
        async () => keys,
        () => time,
      ),
    )
    const token = signed(header, { ...claims, exp: seconds + 1_000_000 })
    await remembering.verify(token, rules, now)
    keys = [{ ...stranger.publicKey.export({ format: 'jwk' }), kid: 'ins_1' }]
    expect(await remembering.verify(token, rules, now)).toMatchObject({ sub: 'user_1' })
    time += 300_000
    await expect(remembering.verify(token, rules, now)).rejects.toMatchObject({ reason: 'token-invalid-signature' })
    keys = [{ ...stranger.publicKey.export({ format: 'jwk' }), kid: 'ins_2' }]
    time += 300_000
    await expect(remembering.verify(token, rules, now)).rejects.toMatchObject({ reason: 'jwk-kid-mismatch' })
  })

  test('a cached token does not vouch for the same claims under another signature', async () => {
    const remembering = verifier()
    const token = signed()
    await remembering.verify(token, rules, now)
    const forged = token.replace(/[^.]+$/, sign('RSA-SHA256', Buffer.from('x'), privateKey).toString('base64url'))
    expect(() => remembering.verify(forged, rules, now)).toThrow(/signature/)
  })

  test('a cached token does not vouch for other claims under its signature', async () => {
    const remembering = verifier()
    const token = signed()
    await remembering.verify(token, rules, now)
    const forged = token.replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'user_2' })}.`)
    expect(() => remembering.verify(forged, rules, now)).toThrow(/signature/)
    expect(remembering.peek(forged)?.payload.sub).toBe('user_2')
    expect(remembering.peek(token)?.payload.sub).toBe('user_1')
  })
})

describe('the published keys', () => {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'ins_1' }

  /** A server that counts how often it is asked. */
  function source(keys = [jwk]) {
    let time = 0
    const state = { asked: 0, isDown: false, keys }
    const found = publishedKeys(
      async () => {
        state.asked++
        if (state.isDown) throw new Error('connection refused')
        return state.keys
      },
      () => time,
    )
    return { state, find: async (kid: string) => found.find(kid), advance: (ms: number) => (time += ms) }
  }

  test('the published keys are fetched once for many tokens, and again after five minutes', async () => {
    const { state, find, advance } = source()
    await Promise.all([find('ins_1'), find('ins_1')])
    await find('ins_1')
    expect(state.asked).toBe(1)
    advance(300_000)
    await find('ins_1')
    expect(state.asked).toBe(2)
  })

  test('the published keys are not fetched for each of many made-up key ids', async () => {
    const { state, find, advance } = source()
    await find('ins_1')
    for (let guess = 0; guess < 100; guess++)
      await expect(find(`guess_${guess}`)).rejects.toMatchObject({ reason: 'jwk-kid-mismatch' })
    expect(state.asked).toBe(1)
    advance(30_000)
    await expect(find('guess')).rejects.toMatchObject({ reason: 'jwk-kid-mismatch' })
    expect(state.asked).toBe(2)
  })

  test('the published keys go on working while the server is away, and let no unknown key pass', async () => {
    const { state, find, advance } = source()
    await find('ins_1')
    state.isDown = true
    advance(300_000)
    expect((await find('ins_1')).algorithm).toBe('RS256')
    advance(30_000)
    await expect(find('ins_2')).rejects.toMatchObject({ reason: 'jwk-remote-failed-to-load' })
  })

  test('the published keys are refused when the first fetch fails, and asked for again a second later, however many tokens come', async () => {
    const { state, find, advance } = source()
    state.isDown = true
    for (let guess = 0; guess < 100; guess++)
      await expect(find(`ins_${guess}`)).rejects.toMatchObject({ reason: 'jwk-remote-failed-to-load' })
    expect(state.asked).toBe(1)
    state.isDown = false
    advance(1_000)
    expect(await find('ins_1')).toMatchObject({ algorithm: 'RS256' })
  })

  test.each<[string, object[]]>([
    ['an empty set', []],
    [
      'a set without a key for RSA signatures',
      [
        { ...elliptic.export({ format: 'jwk' }), kid: 'ins_1' },
        { ...jwk, use: 'enc' },
        { ...jwk, key_ops: ['encrypt'] },
      ],
    ],
  ])('the published keys are no other instance’s when they are %s, and not fetched for each token', async (_, keys) => {
    const { state, find, advance } = source(keys as Array<typeof jwk>)
    for (let guess = 0; guess < 100; guess++)
      await expect(find('ins_1')).rejects.toMatchObject({ reason: 'jwk-remote-failed-to-load' })
    expect(state.asked).toBe(1)
    state.keys = [jwk]
    advance(30_000)
    expect(await find('ins_1')).toMatchObject({ algorithm: 'RS256' })
  })

  test('the published keys can be asked for with each token, so that a withdrawn key is gone at once', async () => {
    let keys = [jwk]
    const remembering = createSessionTokenVerifier(uncachedKeys(async () => keys))
    await remembering.verify(signed(), rules, now)
    await remembering.verify(signed(), rules, now)
    keys = [{ ...jwk, kid: 'ins_2' }]
    await expect(remembering.verify(signed(), rules, now)).rejects.toMatchObject({ reason: 'jwk-kid-mismatch' })
  })
})

function hmacToken(): string {
  const content = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', pem).update(content).digest('base64url')}`
}

/** The same bytes in another spelling: the last character of a 2048-bit signature has bits to spare. */
function nonCanonical(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) + 1]
}
