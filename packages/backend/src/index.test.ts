import { createPublicKey } from 'node:crypto'
import { describe, expect, expectTypeOf, onTestFinished, test } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { type AuthenticatedMachineObject, createClerkClient, type SignedInAuth, verifyToken } from './index.js'
import { liveKey, now, pem, spoil, stranger, token } from './testing/desk.js'

describe('verifyToken()', () => {
  test('verifyToken() gives the claims of a token, by a local key and without a network', async () => {
    expect(await verifyToken(token(), { jwtKey: pem })).toMatchObject({ sub: 'user_1', sid: 'sess_1' })
    expect(await verifyToken(token(), { jwtKey: pem.replaceAll('\n', '\\n') })).toMatchObject({ sub: 'user_1' })
  })

  test.each([
    ['expired', token({ exp: now - 60 }), {}, 'token-expired'],
    ["signed by a stranger's key", token({}, {}, stranger.privateKey), {}, 'token-invalid-signature'],
    [
      'made for another page',
      token({ azp: 'https://evil.example' }),
      { authorizedParties: ['https://app.example'] },
      'token-invalid-authorized-parties',
    ],
    ['issued by another instance', token(), { issuer: 'https://other.example' }, 'token-invalid-issuer'],
  ])('verifyToken() throws for one that is %s', async (_, jwt, options, reason) => {
    await expect(verifyToken(jwt, { jwtKey: pem, ...options })).rejects.toMatchObject({ name: 'TokenVerificationError', reason })
  })

  test('verifyToken() says what was signed, whatever was made of the claims that it gave before', async () => {
    const jwt = token({ o: { id: 'org_1', rol: 'member' }, list: [{ id: 1 }] })
    for (let time = 0; time < 3; time++) {
      const claims = await verifyToken(jwt, { jwtKey: pem })
      expect(claims).toMatchObject({ sub: 'user_1', o: { rol: 'member' }, list: [{ id: 1 }] })
      spoil(claims)
    }
  })

  test('verifyToken() does not remember a token of one key for another', async () => {
    const jwt = token()
    await verifyToken(jwt, { jwtKey: pem })
    const other = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    await expect(verifyToken(jwt, { jwtKey: other })).rejects.toMatchObject({ reason: 'token-invalid-signature' })
  })

  test('verifyToken() keeps the published keys for the next token, or asks for them with each where skipJwksCache says so', async () => {
    const keys = [{ ...createPublicKey(pem).export({ format: 'jwk' }), kid: 'ins_1' }]
    let asked = 0
    const { origin, close } = await listening((_, response) => {
      asked++
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }))
    })
    onTestFinished(close)
    const options = { apiUrl: origin, secretKey: 'sk_live_1' }
    for (let time = 0; time < 2; time++) await verifyToken(token(), options)
    expect(asked).toBe(1)
    for (let time = 0; time < 2; time++) await verifyToken(token(), { ...options, skipJwksCache: true })
    expect(asked).toBe(3)
    await verifyToken(token(), options)
    expect(asked).toBe(3)

    for (let other = 0; other < 100; other++) await verifyToken(token(), { ...options, secretKey: `sk_live_of_${other}` })
    await verifyToken(token(), options)
    expect(asked).toBe(104) // of so many places the first is forgotten
  })
})

test('authenticateRequest() answers with what Clerk’s request state has', async () => {
  const clerk = createClerkClient({ publishableKey: liveKey, jwtKey: pem, signInUrl: '/in' })
  const signedIn = await clerk.authenticateRequest(
    new Request('http://app.example/', { headers: { authorization: `Bearer ${token()}` } }),
  )
  expect(signedIn).toMatchObject({
    status: 'signed-in',
    reason: null,
    message: null,
    isAuthenticated: true,
    isSignedIn: true,
    tokenType: 'session_token',
    signInUrl: '/in',
    publishableKey: liveKey,
  })
  expect(signedIn.toAuth()).toMatchObject({ userId: 'user_1' })

  const stale = new Request('http://app.example/', { headers: { cookie: `__client_uat=${now}`, accept: 'text/html' } })
  const handshake = await clerk.authenticateRequest(stale, { proxyUrl: '/__clerk' })
  expect(handshake).toMatchObject({ status: 'handshake', isAuthenticated: false, token: null })
  expect(handshake.headers.get('location')).toMatch(/^http:\/\/app\.example\/__clerk\/v1\/client\/handshake\?/)
  expect(handshake.toAuth()).toBeNull()
})

describe('authenticateRequest() where machines may ask', () => {
  const clerk = createClerkClient({ publishableKey: liveKey, jwtKey: pem })
  const send = (bearer?: string) =>
    new Request('http://app.example/', bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {})

  test('the type of authenticateRequest() follows from the accepted types of tokens', async () => {
    const state = await clerk.authenticateRequest(send(token({ sub: 'mch_1', jti: 'mt_1' })), { acceptsToken: 'm2m_token' })
    expect(state).toMatchObject({ status: 'signed-in', reason: null, message: null, isSignedIn: true, tokenType: 'm2m_token' })
    if (!state.isAuthenticated) throw new Error('It is signed in.')
    expectTypeOf(state.tokenType).toEqualTypeOf<'m2m_token'>()
    expectTypeOf(state.toAuth()).toEqualTypeOf<AuthenticatedMachineObject<'m2m_token'>>()
    expect(state.toAuth().machineId).toBe('mch_1')

    const either = await clerk.authenticateRequest(send(token()), { acceptsToken: ['session_token', 'api_key'] })
    if (either.isAuthenticated && either.tokenType === 'session_token') {
      expectTypeOf(either.toAuth()).toEqualTypeOf<SignedInAuth>()
    }
    expect(either).toMatchObject({ status: 'signed-in', tokenType: 'session_token' })
  })

  test('m2m.verify() verifies a JWT with the local key, as authenticateRequest() does', async () => {
    const claims = { sub: 'mch_1', jti: 'mt_1', scopes: 'mch_2', sid: undefined, v: undefined, team: { size: 3 } }
    expect(await clerk.m2m.verify({ token: token(claims) })).toEqual({
      object: 'machine_to_machine_token',
      id: 'mt_1',
      subject: 'mch_1',
      scopes: ['mch_2'],
      claims: { scopes: 'mch_2', team: { size: 3 } },
      revoked: false,
      revocationReason: null,
      expired: false,
      expiration: (now + 50) * 1000,
      createdAt: (now - 10) * 1000,
      updatedAt: (now - 10) * 1000,
    })
    await expect(clerk.m2m.verify({ token: token(claims, {}, stranger.privateKey) })).rejects.toMatchObject({
      name: 'MachineTokenVerificationError',
      code: 'token-verification-failed',
    })
    await expect(clerk.m2m.verify({ token: 'mt_opaque' })).rejects.toThrow('CLERK_SECRET_KEY') // it would be asked about
  })

  test('authenticateRequest() says that a machine’s token is missing, and nothing about one that is not accepted', async () => {
    const none = await clerk.authenticateRequest(send(), { acceptsToken: 'oauth_token' })
    expect(none).toMatchObject({ status: 'signed-out', reason: 'No token in header', tokenType: 'oauth_token', token: null })
    expect(none.headers.get('x-clerk-auth-reason')).toBe('No token in header')
    const other = await clerk.authenticateRequest(send(token()), { acceptsToken: ['api_key', 'm2m_token'] })
    expect(other).toMatchObject({ reason: 'token-type-mismatch', tokenType: null, publishableKey: '', isAuthenticated: false })
    expect(other.toAuth()).toMatchObject({ tokenType: null, isAuthenticated: false })
  })
})
