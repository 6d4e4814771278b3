/** The tokens of the generated requests: what is wrong with one, and what it claims. Each recipe is signed once. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** The clock of all requests, in seconds. */
export const now = Date.UTC(2026, 0, 1, 12) / 1000
export const host = 'clerk.desk.example'

const desk = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const longer = generateKeyPairSync('rsa', { modulusLength: 3072 })
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

export const pem = pemOf(desk.publicKey)
export const strangersPem = pemOf(stranger.publicKey)
export const longerPem = pemOf(longer.publicKey)
export const ellipticPem = pemOf(curve.publicKey)
export const jwks = {
  keys: [
    { ...desk.publicKey.export({ format: 'jwk' }), kid: 'ins_1', use: 'sig', alg: 'RS256' },
    { ...curve.publicKey.export({ format: 'jwk' }), kid: 'ins_elliptic', use: 'sig', alg: 'ES256' },
    { ...desk.publicKey.export({ format: 'jwk' }), kid: 'ins_encrypting', use: 'enc', alg: 'RSA-OAEP-256' },
  ],
}

interface Draft {
  header: Record<string, unknown>
  claims: Record<string, unknown>
  key: KeyObject
}

/** What a token claims besides who, for whom and when. */
export const claims: Record<string, object> = {
  'version 2': { v: 2, fva: [5, -1], sts: 'active' },
  'version 1': { v: undefined },
  'version 1 in an organization': {
    v: undefined,
    org_id: 'org_1',
    org_role: 'org:admin',
    org_slug: 'acme',
    org_permissions: ['org:invoices:read'],
  },
  'version 1 in an organization without permissions': { v: undefined, org_id: 'org_1', org_role: 'member', org_slug: 'acme' },
  'version 2 with the members of version 1': { org_id: 'org_1', org_role: 'org:admin', org_permissions: ['org:invoices:read'] },
  'an organization': {
    o: { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read,manage', fpm: '3,2' },
    fea: 'o:memberships,o:billing,u:chat',
  },
  'an organization without permissions': { o: { id: 'org_2', slg: 'other', rol: 'member' } },
  'an organization with features and plans alone': {
    o: { id: 'org_1', slg: 'acme', rol: 'admin' },
    fea: 'o:billing,ou:search',
    pla: 'o:pro,u:free',
  },
  'an organization with fewer masks than features': {
    o: { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read,manage', fpm: '1' },
    fea: 'o:a,o:b',
  },
  'an organization with features of the user between': {
    o: { id: 'org_1', rol: 'admin', slg: 'acme', per: 'read', fpm: '1,1' },
    fea: 'u:x,o:a,uo:b',
  },
  'an organization of no name': { o: { id: 'org_1', rol: 'org:admin' } },
  'features and plans of the user': { fea: 'u:chat', pla: 'u:free' },
  'features without a scope': { fea: 'chat', pla: 'pro' },
  'a pending session': { sts: 'pending' },
  'a pending session in an organization': { sts: 'pending', o: { id: 'org_1', slg: 'acme', rol: 'admin' } },
  'an unheard-of status': { sts: 'sleeping' },
  'an actor': { act: { sub: 'user_support' } },
  'fresh factors': { fva: [0, 0] },
  'stale factors': { fva: [3_000, 3_000] },
  'no first factor': { fva: [-1, -1] },
  'factor ages that are none': { fva: 'yesterday' },
  'custom claims': { metadata: { snake_case: 1, camelCase: { deep: [null, true] } }, email: 'ä@example.com' },
  'an accepted audience': { aud: 'api' },
  'a list of audiences': { aud: ['admin', 'api'] },
  'another audience': { aud: 'admin' },
  'an empty audience': { aud: [] },
  'an audience that is a number': { aud: 5 },
  'an audience that is an object': { aud: { api: true } },
  'features that cannot all be read': {
    o: { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read', fpm: '1' },
    fea: 'o:billing,junk',
  },
  'a feature without a name': { o: { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read', fpm: '1' }, fea: 'o:billing,o:' },
  'plans that cannot all be read': { pla: 'u:free,,o:pro' },
  'features that are no text': { fea: 5 },
  'an organization that is a word': { o: 'org_1' },
  'an organization whose members are numbers': { o: { id: 1, slg: 2, rol: 3 } },
  'an actor that is a word': { act: 'user_support' },
  'members of version 1 that are numbers': { v: undefined, org_id: 1, org_role: 2, org_slug: 3, org_permissions: 'all' },
  'a foreign page': { azp: 'https://evil.example' },
  'no page': { azp: undefined },
}

type Fault = (draft: Draft) => Draft | string

const header =
  (more: object): Fault =>
  (draft) => ({ ...draft, header: { ...draft.header, ...more } })
const claim =
  (more: object): Fault =>
  (draft) => ({ ...draft, claims: { ...draft.claims, ...more } })
const spelled =
  (change: (text: string) => string): Fault =>
  (draft) =>
    change(signed(draft))
const payload =
  (text: string): Fault =>
  (draft) =>
    signedText(draft, encode(JSON.stringify(draft.header)), encode(text))

/** What is wrong with a token, if anything. */
export const faults: Record<string, Fault> = {
  nothing: (draft) => draft,
  expired: claim({ iat: now - 90, nbf: now - 95, exp: now - 30 }),
  'expired within the skew': claim({ exp: now - 3 }),
  'not yet valid': claim({ nbf: now + 60 }),
  'valid within the skew': claim({ nbf: now + 3 }),
  'issued in the future': claim({ iat: now + 60 }),
  'issued within the skew': claim({ iat: now + 3 }),
  'expired, and not yet valid': claim({ exp: now - 30, nbf: now + 60, iat: now - 90 }),
  'no time of issue': claim({ iat: undefined }),
  'no expiry': claim({ exp: undefined }),
  'an expiry in words': claim({ exp: 'tomorrow' }),
  'a time of issue in words': claim({ iat: 'today' }),
  'a start in words': claim({ nbf: 'today' }),
  'no subject': claim({ sub: undefined }),
  'an empty subject': claim({ sub: '' }),
  'a numeric subject': claim({ sub: 1 }),
  'no session': claim({ sid: undefined }),
  'an empty session': claim({ sid: '' }),
  'no issuer': claim({ iss: undefined }),
  'a numeric issuer': claim({ iss: 1 }),
  "another instance's issuer": claim({ iss: 'https://clerk.other.example' }),
  'an issuer of plain http': claim({ iss: `http://${host}` }),
  "another instance's token": (draft) => ({
    header: { ...draft.header, kid: 'ins_2' },
    claims: { ...draft.claims, iss: 'https://clerk.other.example' },
    key: stranger.privateKey,
  }),
  "a stranger's key": (draft) => ({ ...draft, key: stranger.privateKey }),
  'an expiry with a fraction': claim({ exp: now - 5 + 0.4 }),
  'a beginning with a fraction': claim({ nbf: now + 5.4 }),
  'an unknown key id': header({ kid: 'ins_2' }),
  'the id of an elliptic key': header({ kid: 'ins_elliptic' }),
  'ES256 by the id of an elliptic key': (draft) => ({
    ...draft,
    header: { ...draft.header, alg: 'ES256', kid: 'ins_elliptic' },
    key: curve.privateKey,
  }),
  'the id of a key that encrypts': header({ kid: 'ins_encrypting' }),
  'a key id that is a list': header({ kid: ['ins_1'] }),
  'a key id that is a number': header({ kid: 1 }),
  'a key id that is null': header({ kid: null }),
  'a key id like a member of every object': header({ kid: 'constructor' }),
  'a key of 3,072 bits': (draft) => ({ ...draft, key: longer.privateKey }),
  'an empty signature': spelled((text) => text.replace(/[^.]+$/, '')),
  'no key id': header({ kid: undefined }),
  'a changed signature': spelled((text) => `${text.slice(0, -20)}${'A'.repeat(16)}${text.slice(-4)}`),
  'changed claims': spelled((text) => text.replace(/\.[^.]+\./, `.${encode(JSON.stringify({ sub: 'user_2' }))}.`)),
  RS384: header({ alg: 'RS384' }),
  RS512: header({ alg: 'RS512' }),
  HS256: header({ alg: 'HS256' }),
  PS256: header({ alg: 'PS256' }),
  ES256: (draft) => ({ ...draft, header: { ...draft.header, alg: 'ES256' }, key: curve.privateKey }),
  'alg none': (draft) => `${signed({ ...draft, header: { ...draft.header, alg: 'none' } }).replace(/[^.]+$/, '')}`,
  'no alg': header({ alg: undefined }),
  'no type': header({ typ: undefined }),
  'another type': header({ typ: 'JOSE' }),
  'a category of sessions': header({ cat: 'cl_B7d4PD111AAA' }),
  'a category of templates': header({ cat: 'cl_B7d4PD222AAA' }),
  'a category of machines': header({ cat: 'cl_B7d4PD333AAA' }),
  'an unheard-of category': header({ cat: 'cl_X' }),
  'a category that Clerk passes over': header({ cat: 'cl_I7d4PD111III' }),
  'an empty category': header({ cat: '' }),
  'a machine’s subject': claim({ sub: 'mch_1', scopes: 'mch_2 mch_3', jti: 'mt_1' }),
  'a machine’s subject and category': (draft) => ({
    ...draft,
    header: { ...draft.header, cat: 'cl_B7d4PD333AAA' },
    claims: { ...draft.claims, sub: 'mch_1', aud: ['mch_2'], jti: 'mt_1', custom: { a: 1 } },
  }),
  'the type of OAuth': (draft) => ({
    ...draft,
    header: { ...draft.header, typ: 'at+jwt' },
    claims: { ...draft.claims, client_id: 'client_1', scope: 'email profile', jti: 'oat_1' },
  }),
  'the long type of OAuth': (draft) => ({
    ...draft,
    header: { ...draft.header, typ: 'application/at+jwt' },
    claims: { ...draft.claims, client_id: 'client_1', scp: ['email'], jti: 'oat_1' },
  }),
  'the type of OAuth with scopes that are text': (draft) => ({
    ...draft,
    header: { ...draft.header, typ: 'at+jwt' },
    claims: { ...draft.claims, client_id: 'client_1', scp: 'email profile', jti: 'oat_1' },
  }),
  'the type of OAuth, expired': (draft) => ({
    ...draft,
    header: { ...draft.header, typ: 'at+jwt' },
    claims: { ...draft.claims, client_id: 'client_1', exp: now - 60 },
  }),
  'an extension to understand': header({ crit: ['exp'] }),
  'a key of its own': header({ jwk: stranger.publicKey.export({ format: 'jwk' }) }),
  'a claim named twice': (draft) => payload(JSON.stringify(draft.claims).replace('{', '{"sub":"user_2",'))(draft),
  'claims that are a list': payload('[]'),
  'claims that are null': payload('null'),
  'claims that are text': payload('hello'),
  padding: spelled((text) => `${text}=`),
  'two parts': spelled((text) => text.replace(/\.[^.]+$/, '')),
  'four parts': spelled((text) => `${text}.AA`),
  'no base64url': spelled((text) => `!${text}`),
  'no token': () => 'hello',
}

const drafts = new Map<string, string>()

/** A token by its recipe; `more` are claims of the request's own, such as an earlier time of issue. */
export function token(fault: string, claimed = 'version 2', more: object = {}): string {
  const name = JSON.stringify([fault, claimed, more])
  const known = drafts.get(name)
  if (known !== undefined) return known
  const usual = {
    iss: `https://${host}`,
    sub: 'user_1',
    sid: 'sess_1',
    azp: 'https://app.example',
    iat: now - 20,
    nbf: now - 30,
    exp: now + 40,
    v: 2,
  }
  const draft = {
    header: { alg: 'RS256', typ: 'JWT', kid: 'ins_1' },
    claims: { ...usual, ...claims[claimed], ...more },
    key: desk.privateKey,
  }
  const made = faults[fault]!(draft)
  const text = typeof made === 'string' ? made : signed(made)
  drafts.set(name, text)
  return text
}

/** A token with claims of another kind, such as a handshake's. */
export const signedClaims = (content: object, more: object = {}, isForged = false): string =>
  signed({
    header: { alg: 'RS256', typ: 'JWT', kid: 'ins_1', ...more },
    claims: { ...content },
    key: (isForged ? stranger : desk).privateKey,
  })

const encode = (text: string) => Buffer.from(text).toString('base64url')
const signed = (draft: Draft) => signedText(draft, encode(JSON.stringify(draft.header)), encode(JSON.stringify(draft.claims)))

function signedText({ header: { alg }, key }: Draft, head: string, body: string): string {
  const content = Buffer.from(`${head}.${body}`)
  return `${content}.${signature(alg, content, key).toString('base64url')}`
}

function signature(alg: unknown, content: Buffer, key: KeyObject): Buffer {
  if (alg === 'HS256') return createHmac('sha256', pem).update(content).digest()
  if (alg === 'ES256') return sign('sha256', content, { key, dsaEncoding: 'ieee-p1363' })
  if (alg === 'PS256') return sign('sha256', content, { key, padding: 6, saltLength: 32 })
  return sign(alg === 'RS384' ? 'sha384' : alg === 'RS512' ? 'sha512' : 'sha256', content, key)
}
