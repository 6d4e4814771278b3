/**
 * Apple's clients prove themselves by a JWT that they sign (ES256) with the key of their team. All that is in it comes from the operator and
 * the clock: nobody who signs in can have anything signed by that key.
 */
import { createPrivateKey, sign } from 'node:crypto'
import type { Redacted } from '../../../../crypto/redacted.js'

export interface AppleKey {
  clientId: string
  teamId: string
  keyId: string
  /** The .p8 file: PKCS #8, in PEM. */
  privateKey: Redacted<string>
}

const lifetimeSeconds = 300 // for one request; Apple takes up to six months

/** @throws when the private key is none */
export function appleClientSecret({ clientId, teamId, keyId, privateKey }: AppleKey, now: number): string {
  const issuedAt = Math.floor(now / 1000)
  const head = { alg: 'ES256', kid: keyId }
  const claims = { iss: teamId, iat: issuedAt, exp: issuedAt + lifetimeSeconds, aud: 'https://appleid.apple.com', sub: clientId }
  const signed = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const key = createPrivateKey(pemOf(privateKey.reveal()))
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** Variables hold one line, and people paste what is between the lines of the file only. */
function pemOf(text: string): string {
  const body = text
    .replace(/\\n/g, '\n')
    .replace(/-----[A-Z ]+-----/g, '')
    .replace(/\s+/g, '')
  return `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}
