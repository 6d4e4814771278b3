import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SignJWTError } from './errors.js'
import { decodeJwt, hasValidSignature, signJwt, verifyJwt } from './jwt.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
const claims = { sub: 'user_1', sid: 'sess_1', exp: 9_999_999_999 }

test.each([
  ['PEM', pem, publicPem],
  ['a JSON web key', privateKey.export({ format: 'jwk' }), publicKey.export({ format: 'jwk' })],
])('a token signed with %s is verified', async (_, signingKey, key) => {
  const token = await signJwt(claims, signingKey, { algorithm: 'RS256', header: { kid: 'ins_1' } })
  const jwt = decodeJwt(token)
  expect(jwt.header).toEqual({ alg: 'RS256', kid: 'ins_1' })
  expect(jwt.payload).toEqual({ ...claims, iat: expect.any(Number) })
  expect(await hasValidSignature(jwt, key)).toBe(true)
  expect(await verifyJwt(token, { key })).toEqual(jwt.payload)
})

test('the signature of another key is not valid', async () => {
  const token = await signJwt(claims, pem, { algorithm: 'RS256' })
  expect(await hasValidSignature(decodeJwt(token), stranger)).toBe(false)
  await expect(verifyJwt(token, { key: stranger })).rejects.toMatchObject({ reason: 'token-invalid-signature' })
})

test('claims that were put into a decoded token afterwards vouch for nothing', async () => {
  const jwt = decodeJwt(await signJwt(claims, pem, { algorithm: 'RS256' }))
  const [header, , signature] = jwt.raw.text.split('.')
  jwt.raw.text = `${header}.${Buffer.from(JSON.stringify({ ...claims, sub: 'user_2' })).toString('base64url')}.${signature}`
  expect(await hasValidSignature(jwt, publicPem)).toBe(false)
})

test('the issuer and the type of a token are as asked for', async () => {
  const token = await signJwt({ ...claims, iss: 'https://one.example' }, pem, { algorithm: 'RS256', header: { typ: 'at+jwt' } })
  await expect(verifyJwt(token, { key: publicPem })).rejects.toMatchObject({ reason: 'token-invalid' })
  const options = { key: publicPem, headerType: ['at+jwt', 'JWT'] }
  expect(await verifyJwt(token, { ...options, issuer: 'https://one.example' })).toMatchObject({ sub: 'user_1' })
  await expect(verifyJwt(token, { ...options, issuer: 'https://two.example' })).rejects.toMatchObject({
    reason: 'token-invalid-issuer',
  })
})

describe('signJwt()', () => {
  test.each([undefined, 'none', 'HS256', 'toString'])('signJwt() does not sign with the algorithm %s', async (algorithm) => {
    await expect(signJwt(claims, pem, { algorithm })).rejects.toThrow(SignJWTError)
  })

  test('signJwt() does not sign with what is no private RSA key, and does not repeat it', async () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    for (const key of ['a secret', publicPem, elliptic, createPublicKey(publicPem).export({ format: 'jwk' })]) {
      const refusal = await signJwt(claims, key, { algorithm: 'RS256' }).catch((error: Error) => error)
      expect(refusal).toBeInstanceOf(SignJWTError)
      expect(String(refusal)).not.toContain('a secret')
    }
  })
})
