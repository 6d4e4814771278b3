/** What an app needs whose server is elsewhere and is never asked, and a token of somebody who is signed in there. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

const host = 'clerk.example.com'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const elsewhere: Record<string, string> = {
  CLERK_PUBLISHABLE_KEY: `pk_live_${Buffer.from(`${host}$`).toString('base64')}`,
  CLERK_SECRET_KEY: 'sk_live_not_used_without_a_network',
  CLERK_JWT_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  CLERK_SIGN_IN_URL: 'https://app.example.com/sign-in',
  TOKEN: sessionToken(privateKey),
}

function sessionToken(key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    iss: `https://${host}`,
    sub: 'user_1',
    sid: 'sess_1',
    iat: now,
    nbf: now - 10,
    exp: now + 3600,
    v: 2,
    sts: 'active',
  }
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: 'ins_1' })}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}
