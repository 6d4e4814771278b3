import { describe, expect, test } from 'vitest'
import { createClerkClient, verifyToken } from './index.js'
import { liveKey, now, pem, stranger, token } from './testing/desk.js'

describe('verifyToken()', () => {
  test('gives the claims of a token, by a local key and without a network', async () => {
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
  ])('throws for one that is %s', async (_, jwt, options, reason) => {
    await expect(verifyToken(jwt, { jwtKey: pem, ...options })).rejects.toMatchObject({ name: 'TokenVerificationError', reason })
  })

  test('does not remember a token of one key for another', async () => {
    const jwt = token()
    await verifyToken(jwt, { jwtKey: pem })
    const other = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    await expect(verifyToken(jwt, { jwtKey: other })).rejects.toMatchObject({ reason: 'token-invalid-signature' })
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
