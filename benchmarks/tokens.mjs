/** Session tokens as the server signs them, and the settings with which an app verifies them without asking anybody. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const host = 'bench.frontdesk.localhost'
const publishableKey = `pk_live_${Buffer.from(`${host}$`).toString('base64')}`
const suffix = createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8)
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export { publicKey }

export const settings = {
  CLERK_PUBLISHABLE_KEY: publishableKey,
  CLERK_SECRET_KEY: 'sk_live_benchmarks',
  CLERK_JWT_KEY: publicKey.export({ type: 'spki', format: 'pem' }),
}

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const header = encoded({ alg: 'RS256', cat: 'cl_B7d4PD111AAA', kid: 'ins_bench', typ: 'JWT' })
const id = (prefix) => `${prefix}_${randomBytes(14).toString('hex').slice(0, 27)}`

/** Tokens of as many sessions, good for an hour, so that none expires while it is measured. */
export function sessionTokens(count) {
  const iat = Math.floor(Date.now() / 1000)
  return Array.from({ length: count }, () => {
    const claims = { azp: 'http://localhost:3000', exp: iat + 3600, fva: [0, -1], iat, iss: `https://${host}`, nbf: iat - 10 }
    const content = `${header}.${encoded({ ...claims, sid: id('sess'), sts: 'active', sub: id('user'), v: 2 })}`
    return `${content}.${sign('RSA-SHA256', content, privateKey).toString('base64url')}`
  })
}

/** The headers of a browser's request for a page. */
export const pageHeaders = (cookie) => ({
  host: 'localhost:3000',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'accept-language': 'en',
  'sec-fetch-dest': 'document',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ...(cookie && { cookie }),
})

/** What a signed-in browser sends: each cookie under its plain name and under the instance's. */
export function signedInCookie(token) {
  const uat = Math.floor(Date.now() / 1000) - 60
  return `theme=dark; __client_uat=${uat}; __client_uat_${suffix}=${uat}; __session=${token}; __session_${suffix}=${token}`
}
