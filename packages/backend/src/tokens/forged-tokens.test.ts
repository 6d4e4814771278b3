/**
 * Tokens that nobody should get in with: forged ones, real ones of another kind, and texts that two parsers could read in two ways. Each is
 * named by its attack, and tried at the verifier, as a bearer and as a session cookie. `wycheproof.test.ts` tries the signatures.
 */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createClerkClient, verifyToken } from '../index.js'
import { createSessionTokenVerifier } from './session-token.js'
import { type Jwk, publishedKeys } from './verification-keys.js'

const seconds = Date.UTC(2026, 0, 1) / 1000
const host = 'desk.frontdesk.localhost'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const jwk: Jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'ins_1', use: 'sig', alg: 'RS256' }

const header = { alg: 'RS256', typ: 'JWT', kid: 'ins_1' }
const claims = {
  iss: `https://${host}`,
  sub: 'user_1',
  sid: 'sess_1',
  iat: seconds - 10,
  nbf: seconds - 20,
  exp: seconds + 50,
  v: 2,
}

const encode = (value: unknown) =>
  (Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))).toString('base64url')

type Signer = (content: Buffer) => Buffer

const rsa =
  (key: KeyObject, hash = 'sha256'): Signer =>
  (content) =>
    sign(hash, content, key)
const ours = rsa(privateKey)
const strangers = rsa(stranger.privateKey)
const hmac =
  (secret: string | Buffer): Signer =>
  (content) =>
    createHmac('sha256', secret).update(content).digest()

/** A compact JWS of any header, any payload and any signature. */
function compact(head: unknown = header, payload: unknown = claims, signer: Signer = ours): string {
  const content = `${encode(head)}.${encode(payload)}`
  return `${content}.${signer(Buffer.from(content)).toString('base64url')}`
}

const good = compact()
const [goodHeader, goodPayload, goodSignature] = good.split('.') as [string, string, string] // a compact JWS has three parts
const spelled = (value: object, from: string | RegExp, to: string) => JSON.stringify(value).replace(from, to)
const withHeader = (more: object, signer: Signer = ours) => compact({ ...header, ...more }, claims, signer)
const withClaims = (more: object) => compact(header, { ...claims, ...more })

type Attack = [name: string, token: string, reason: string]

const withoutOurKey: Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE', 'none ', ''].map((alg): Attack => {
    return [
      `alg ${JSON.stringify(alg)} with a signature of nothing`,
      `${encode({ ...header, alg })}.${goodPayload}.AA`,
      'token-invalid-algorithm',
    ]
  }),
  ['alg none with an empty signature', `${encode({ ...header, alg: 'none' })}.${goodPayload}.`, 'token-invalid-algorithm'],
  [
    'alg none with the signature of another token',
    `${encode({ ...header, alg: 'none' })}.${goodPayload}.${goodSignature}`,
    'token-invalid-algorithm',
  ],
  ['no alg', `${encode({ ...header, alg: undefined })}.${goodPayload}.${goodSignature}`, 'token-invalid-algorithm'],
  ['HS256 with the PEM of our public key as the secret', withHeader({ alg: 'HS256' }, hmac(pem)), 'token-invalid-algorithm'],
  ['HS256 with that PEM less its last line break', withHeader({ alg: 'HS256' }, hmac(pem.trim())), 'token-invalid-algorithm'],
  [
    'HS256 with the DER of our public key',
    withHeader({ alg: 'HS256' }, hmac(publicKey.export({ type: 'spki', format: 'der' }))),
    'token-invalid-algorithm',
  ],
  ['HS256 with our published JSON web key', withHeader({ alg: 'HS256' }, hmac(JSON.stringify(jwk))), 'token-invalid-algorithm'],
  ['RS256 as the name of an HMAC with our public key', withHeader({}, hmac(pem)), 'token-invalid-signature'],
  ["a stranger's signature", withHeader({}, strangers), 'token-invalid-signature'],
  [
    "a stranger's key embedded (jwk)",
    withHeader({ jwk: stranger.publicKey.export({ format: 'jwk' }) }, strangers),
    'token-invalid-signature',
  ],
  ["a stranger's key set to fetch (jku)", withHeader({ jku: 'https://evil.example/jwks' }, strangers), 'token-invalid-signature'],
  [
    "a stranger's certificate to fetch (x5u)",
    withHeader({ x5u: 'https://evil.example/cert' }, strangers),
    'token-invalid-signature',
  ],
  ["a stranger's certificate embedded (x5c)", withHeader({ x5c: [encode('certificate')] }, strangers), 'token-invalid-signature'],
  ['an empty signature', `${goodHeader}.${goodPayload}.`, 'token-invalid-signature'],
  ['no signature', `${goodHeader}.${goodPayload}`, 'token-invalid'],
  ['a signature cut short', `${goodHeader}.${goodPayload}.${goodSignature.slice(0, 340)}`, 'token-invalid-signature'],
  ['a signature of one byte', `${goodHeader}.${goodPayload}.AA`, 'token-invalid-signature'],
  ['a signature of zeros', `${goodHeader}.${goodPayload}.${encode(Buffer.alloc(256))}`, 'token-invalid-signature'],
  [
    'a signature with a byte more',
    `${goodHeader}.${goodPayload}.${encode(Buffer.concat([Buffer.from(goodSignature, 'base64url'), Buffer.alloc(1)]))}`,
    'token-invalid-signature',
  ],
  [
    'other claims under our signature',
    `${goodHeader}.${encode({ ...claims, sub: 'user_2' })}.${goodSignature}`,
    'token-invalid-signature',
  ],
  [
    'another header over our signature',
    `${encode({ ...header, typ: undefined })}.${goodPayload}.${goodSignature}`,
    'token-invalid-signature',
  ],
  ['deeply nested claims', compact(header, '['.repeat(5_000) + ']'.repeat(5_000), strangers), 'token-invalid'],
  [
    'deeply nested claims in an object',
    compact(header, `${'{"a":'.repeat(1_500)}1${'}'.repeat(1_500)}`, strangers),
    'token-invalid-signature',
  ],
]

/** These carry our own signature: somebody had the server sign something, or wraps what it signed in another way. */
const withOurKey: Attack[] = [
  ['an embedded key beside our signature (jwk)', withHeader({ jwk }), 'token-invalid'],
  ['a key set to fetch beside our signature (jku)', withHeader({ jku: 'https://evil.example/jwks' }), 'token-invalid'],
  ['a certificate to fetch beside our signature (x5u)', withHeader({ x5u: 'https://evil.example/cert' }), 'token-invalid'],
  ['an embedded certificate beside our signature (x5c)', withHeader({ x5c: [] }), 'token-invalid'],
  ['an extension that must be understood (crit)', withHeader({ crit: ['exp'] }), 'token-invalid'],
  ['an empty list of extensions', withHeader({ crit: [] }), 'token-invalid'],
  [
    'a payload that is said to be unencoded (b64), and must be understood',
    withHeader({ b64: false, crit: ['b64'] }),
    'token-invalid',
  ],
  ['a payload that is said to be unencoded (b64)', withHeader({ b64: false }), 'token-invalid'],
  ['an unencoded payload', unencoded(), 'token-invalid'],
  ['a detached payload', `${goodHeader}..${goodSignature}`, 'token-invalid'],
  [
    'ES256 by a curve',
    withHeader({ alg: 'ES256' }, (content) => sign('sha256', content, { key: curve.privateKey, dsaEncoding: 'ieee-p1363' })),
    'token-invalid-algorithm',
  ],
  [
    'PS256 by our key',
    withHeader({ alg: 'PS256' }, (content) => sign('sha256', content, { key: privateKey, padding: 6, saltLength: 32 })),
    'token-invalid-algorithm',
  ],
  [
    'PS256 under the name RS256',
    withHeader({}, (content) => sign('sha256', content, { key: privateKey, padding: 6, saltLength: 32 })),
    'token-invalid-signature',
  ],
  ['RS512 by a key that is for RS256', withHeader({ alg: 'RS512' }, rsa(privateKey, 'sha512')), 'token-verification-failed'],
  ['SHA-1 under the name RS256', withHeader({}, rsa(privateKey, 'sha1')), 'token-invalid-signature'],
  ...['rs256', 'RS256 ', 'RS1', '__proto__', 'constructor', 'toString'].map(
    (alg): Attack => [`alg ${JSON.stringify(alg)}`, withHeader({ alg }), 'token-invalid-algorithm'],
  ),
  ...[['RS256'], { RS256: 1 }, 1, null, true].map(
    (alg): Attack => [`alg ${JSON.stringify(alg)}, which is no text`, withHeader({ alg }), 'token-invalid-algorithm'],
  ),
  ['typ JWE', withHeader({ typ: 'JWE' }), 'token-invalid'],
  ['a list that holds JWT as typ', withHeader({ typ: ['JWT'] }), 'token-invalid'],

  ['padding', `${good}=`, 'token-invalid'],
  ['padding of each part', compactOf([goodHeader, goodPayload, goodSignature].map((part) => `${part}==`)), 'token-invalid'],
  ['white space before', ` ${good}`, 'token-invalid'],
  ['a line break after', `${good}\n`, 'token-invalid'],
  ['a line break inside', `${goodHeader}.${goodPayload}.\n${goodSignature}`, 'token-invalid'],
  ['a NUL after', `${good}\0`, 'token-invalid'],
  [
    "base64's own alphabet",
    `${goodHeader}.${goodPayload}.${Buffer.from(goodSignature, 'base64url').toString('base64').replace(/=+$/, '')}+`,
    'token-invalid',
  ],
  ['other last bits in the signature', otherLastBits(good), 'token-invalid'],
  [
    'other last bits in signed claims',
    signedParts(
      goodHeader,
      otherLastBits(encode(`${JSON.stringify(claims)}${' '.repeat((4 - (JSON.stringify(claims).length % 3)) % 3)}`)),
    ),
    'token-invalid',
  ],
  ['a part of impossible length', signedParts(goodHeader, `${encode('{}')}AA`), 'token-invalid'],
  ['four parts', `${good}.${goodSignature}`, 'token-invalid'],
  ['five parts, as encrypted tokens have', `${goodHeader}.AA.AA.AA.AA`, 'token-invalid'],
  ['two tokens in one', `${good},${good}`, 'token-invalid'],
  ['an empty text', '', 'token-invalid'],
  ['dots alone', '..', 'token-invalid'],
  ['a megabyte', compact(header, { ...claims, filling: 'x'.repeat(1_000_000) }), 'token-invalid'],
  ['more than 16 KB', compact(header, { ...claims, filling: 'x'.repeat(12_000) }), 'token-invalid'],

  ['a claim named twice', compact(header, spelled(claims, '{', '{"sub":"user_2",')), 'token-invalid'],
  ['a claim named twice in another spelling', compact(header, spelled(claims, '{', '{"s\\u0075b":"user_2",')), 'token-invalid'],
  [
    'a claim named twice, deep inside',
    compact(header, spelled({ ...claims, o: { id: 'org_1' } }, '"id"', '"id":"org_2","id"')),
    'token-invalid',
  ],
  [
    'a claim named twice in an object of a list',
    compact(header, spelled({ ...claims, l: [{ a: 1 }] }, '"a":1', '"a":1,"a":2')),
    'token-invalid',
  ],
  ['a member of the header named twice', compact(spelled(header, '{', '{"alg":"none",')), 'token-invalid'],
  [
    'a member of the header named twice in another spelling',
    compact(spelled(header, '{', '{"\\u0061lg":"none",')),
    'token-invalid',
  ],
  ['the key id named twice', compact(spelled(header, '{', '{"kid":"ins_2",')), 'token-invalid'],
  ...[
    '[]',
    '[{}]',
    'null',
    'true',
    '1',
    '"text"',
    '',
    ' ',
    'hello',
    '{',
    '{}}',
    '{"a":1,}',
    "{'sub':'user_1'}",
    '{"a":NaN}',
    '// x\n{}',
  ].map((text): Attack => {
    return [`claims that are ${JSON.stringify(text)}`, compact(header, text), 'token-invalid']
  }),
  ['a header that is a list', compact([header]), 'token-invalid'],
  ['a header that is null', compact('null'), 'token-invalid'],
  ['claims that are no UTF-8', compact(header, Buffer.from(spelled(claims, 'user_1', 'user_\xff'), 'latin1')), 'token-invalid'],
  [
    'claims in an overlong encoding',
    compact(header, Buffer.from(spelled(claims, 'user_1', 'user_\xc0\xb1'), 'latin1')),
    'token-invalid',
  ],
  ['claims in UTF-16', compact(header, Buffer.from(JSON.stringify(claims), 'utf16le')), 'token-invalid'],
  ['a byte order mark before the claims', compact(header, `\uFEFF${JSON.stringify(claims)}`), 'token-invalid'],
  ['a byte order mark before the header', compact(`\uFEFF${JSON.stringify(header)}`), 'token-invalid'],
  [
    'the JSON serialization',
    JSON.stringify({ payload: goodPayload, protected: goodHeader, signature: goodSignature }),
    'token-invalid',
  ],
  [
    'the general JSON serialization',
    JSON.stringify({ payload: goodPayload, signatures: [{ protected: goodHeader, signature: goodSignature }] }),
    'token-invalid',
  ],
  ['a good token inside another', compact({ ...header, cty: 'JWT' }, good), 'token-invalid'],

  ['a token of a template', withHeader({ cat: 'cl_B7d4PD222AAA' }), 'token-type-mismatch'],
  ['a machine token', withHeader({ cat: 'cl_B7d4PD333AAA' }), 'token-type-mismatch'],
  ['a category nobody has heard of', withHeader({ cat: 'cl_X' }), 'token-type-mismatch'],
  ['a category that is no text', withHeader({ cat: null }), 'token-type-mismatch'],
  ["a machine's subject", withClaims({ sub: 'mch_1' }), 'token-type-mismatch'],
  ['an OAuth access token', withHeader({ typ: 'at+jwt' }), 'token-type-mismatch'],
  ['an OAuth access token by the long name', withHeader({ typ: 'application/at+jwt' }), 'token-type-mismatch'],
  ['an OAuth access token by the long name in capitals', withHeader({ typ: 'APPLICATION/AT+JWT' }), 'token-invalid'],
  ['a handshake', compact(header, { handshake: [`__session=${good}`], exp: seconds + 50 }), 'token-verification-failed'],
  ['an API key', 'ak_2abcdefghijklmnopqrstuvwxyz', 'token-invalid'],
  ['an opaque machine token', 'mt_2abcdefghijklmnopqrstuvwxyz', 'token-invalid'],
  ['no session', withClaims({ sid: undefined }), 'token-verification-failed'],
  [
    'a session that only the prototype has',
    compact(header, spelled({ ...claims, sid: undefined }, '{', '{"__proto__":{"sid":"sess_1"},')),
    'token-verification-failed',
  ],
  [
    'a subject that only the prototype has',
    compact(header, spelled({ ...claims, sub: undefined }, '{', '{"__proto__":{"sub":"user_1"},')),
    'token-verification-failed',
  ],
  ['an empty subject', withClaims({ sub: '' }), 'token-verification-failed'],
  ['a list as subject', withClaims({ sub: ['user_1'] }), 'token-verification-failed'],
  ['no expiry', withClaims({ exp: undefined }), 'token-verification-failed'],
  ['an expiry that is null', withClaims({ exp: null }), 'token-verification-failed'],
  ['an expiry in a text', withClaims({ exp: String(seconds + 50) }), 'token-verification-failed'],
  ['an expiry of infinity', compact(header, spelled(claims, /"exp":\d+/, '"exp":1e999')), 'token-verification-failed'],
  ['an expired token', withClaims({ exp: seconds - 60 }), 'token-expired'],
  ["another instance's issuer", withClaims({ iss: 'https://other.frontdesk.localhost' }), 'token-invalid-issuer'],
  ['an issuer that begins like ours', withClaims({ iss: `https://${host}.evil.example` }), 'token-invalid-issuer'],
  ['our issuer by plain http', withClaims({ iss: `http://${host}` }), 'token-invalid-issuer'],
  ['our issuer in a list', withClaims({ iss: [`https://${host}`] }), 'token-invalid-issuer'],
  ['no issuer', withClaims({ iss: undefined }), 'token-invalid-issuer'],
  [
    "another instance's token",
    compact({ ...header, kid: 'ins_2' }, { ...claims, iss: 'https://other.frontdesk.localhost' }, strangers),
    'jwk-kid-mismatch',
  ],
]

/** Ids that lead nowhere, however they look: a file, a query, a member of every object. */
const keyIds: unknown[] = [
  '../../../../dev/null',
  '/dev/null',
  'https://evil.example/key.pem',
  "' OR 1=1 --",
  "x' UNION SELECT 'key' --",
  'ins_1\0',
  'ins_1 ',
  'INS_1',
  '__proto__',
  'constructor',
  'toString',
  '',
  ['ins_1'],
  { toString: 'ins_1' },
  1,
  null,
]

const verifier = () => createSessionTokenVerifier(publishedKeys(async () => [jwk]))
const rules = { issuer: `https://${host}` }

/** The reason of the refusal, or `accepted`. */
async function verdict(token: string): Promise<string> {
  try {
    await verifier().verify(token, rules, seconds * 1000)
    return 'accepted'
  } catch (error) {
    return (error as { reason: string }).reason
  }
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 })
})
afterAll(() => {
  vi.useRealTimers()
})

test('a good token is accepted, so that every refusal below has the reason it names', async () => {
  expect(await verdict(good)).toBe('accepted')
  expect(await verifyToken(good, { jwtKey: pem, ...rules })).toEqual(claims)
  expect(await signsIn({ authorization: `Bearer ${good}` })).toBe(true)
  expect(await signsIn({ cookie: `__session=${good}; __client_uat=1` })).toBe(true)
})

describe('made without our key', () => {
  test.each(withoutOurKey)('a token made without our key is refused: %s', async (_, token, reason) => {
    expect(await verdict(token)).toBe(reason)
  })
})

describe('bearing our signature', () => {
  test.each(withOurKey)('a wrong token with our signature is refused: %s', async (_, token, reason) => {
    expect(await verdict(token)).toBe(reason)
  })
})

describe('a key id', () => {
  test.each(keyIds.map((kid) => [kid]))('%j finds no key, in whoever’s name it is signed', async (kid) => {
    expect(await verdict(withHeader({ kid }))).toBe('jwk-kid-mismatch')
    expect(await verdict(withHeader({ kid }, strangers))).toBe('jwk-kid-mismatch')
    expect(await verdict(withHeader({ kid }, hmac('')))).toBe('jwk-kid-mismatch')
  })
})

describe('none of them signs anybody in', () => {
  const tokens = [...withoutOurKey, ...withOurKey].map(([name, token]): [string, string] => [name, token])

  test.each(tokens)('a forged token signs nobody in as a cookie: %s', async (_, token) => {
    expect(await signsIn({ cookie: `__session=${encodeURIComponent(token)}; __client_uat=1` })).toBe(false)
  })

  test.each(tokens.filter(([, token]) => /^[\x21-\x7e]+$/.test(token)))(
    'a forged token signs nobody in as a bearer: %s',
    async (_, token) => {
      expect(await signsIn({ authorization: `Bearer ${token}` })).toBe(false)
    },
  )

  test.each(tokens)('a forged token signs nobody in with a local key: %s', async (_, token) => {
    await expect(verifyToken(token, { jwtKey: pem, ...rules })).rejects.toMatchObject({
      name: 'TokenVerificationError',
    })
  })
})

async function signsIn(headers: Record<string, string>): Promise<boolean> {
  const publishableKey = `pk_live_${Buffer.from(`${host}$`).toString('base64')}`
  const clerk = createClerkClient({ publishableKey, secretKey: 'sk_live_1', jwtKey: pem })
  return (await clerk.authenticateRequest(new Request('http://app.example/', { headers }))).isAuthenticated
}

function compactOf(parts: string[]): string {
  return parts.join('.')
}

/** Parts as they are, under our signature. */
function signedParts(head: string, payload: string): string {
  return `${head}.${payload}.${ours(Buffer.from(`${head}.${payload}`)).toString('base64url')}`
}

/** RFC 7797: the payload itself between the dots. */
function unencoded(): string {
  const head = encode({ ...header, b64: false, crit: ['b64'] })
  const payload = JSON.stringify(claims)
  return `${head}.${payload}.${ours(Buffer.from(`${head}.${payload}`)).toString('base64url')}`
}

/** The same bytes in another spelling: a last character whose bits are not all needed. */
function otherLastBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) + 1]
}
