import { createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { Redacted } from '../../../../crypto/redacted.js'
import { appleClientSecret } from './apple-client-secret.js'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const now = Date.UTC(2026, 0, 1)
const made = (text = pem) =>
  appleClientSecret({ clientId: 'com.example.app', teamId: 'TEAM', keyId: 'KEY', privateKey: new Redacted(text) }, now)
const read = (part: string | undefined) => JSON.parse(Buffer.from(part!, 'base64url').toString())

test('the secret is a JWT of the team for Apple, signed with its key, for five minutes', () => {
  const [head, claims, signature] = made().split('.')
  expect(read(head)).toEqual({ alg: 'ES256', kid: 'KEY' })
  expect(read(claims)).toEqual({
    iss: 'TEAM',
    iat: now / 1000,
    exp: now / 1000 + 300,
    aud: 'https://appleid.apple.com',
    sub: 'com.example.app',
  })
  const verifier = createVerify('sha256').update(`${head}.${claims}`)
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
  expect(verifier.verify(key, Buffer.from(signature!, 'base64url'))).toBe(true)
})

test('the key may have come through a variable, on one line', () => {
  const oneLine = pem.replaceAll('\n', '\\n')
  const bare = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
  for (const text of [oneLine, bare]) expect(read(made(text).split('.')[1]).iss).toBe('TEAM')
  expect(() => made('nothing')).toThrow()
})
