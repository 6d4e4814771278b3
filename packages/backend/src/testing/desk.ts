/** A stand-in for the server: it signs tokens with a key of its own and answers the few calls that request authentication makes. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Embedded } from '../embedded.js'

export const host = 'desk.frontdesk.localhost'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export const liveKey = `pk_live_${Buffer.from(`${host}$`).toString('base64')}`
export const testKey = `pk_test_${Buffer.from(`${host}$`).toString('base64')}`

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
export const now = Math.floor(Date.now() / 1000)

/** A session token of the desk, good for a minute unless the claims say otherwise. */
export function token(claims: object = {}, header: object = {}, key: KeyObject = privateKey): string {
  const usual = { iss: `https://${host}`, sub: 'user_1', sid: 'sess_1', iat: now - 10, nbf: now - 20, exp: now + 50, v: 2 }
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'ins_1', ...header })}.${encode({ ...usual, ...claims })}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}

export interface Call {
  line: string
  body: unknown
  authorization: string | null
}

/** Answers by `'METHOD /path?query'`; everything else is a 404. The key set is always there. */
export function desk(answers: Record<string, { status?: number; body: unknown }> = {}): Embedded & { calls: Call[] } {
  const calls: Call[] = []
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'ins_1', use: 'sig', alg: 'RS256' }] }
  return {
    calls,
    ready: async () => ({
      publishableKey: liveKey,
      secretKey: 'sk_live_1',
      proxyUrl: '/__clerk',
      apiUrl: 'http://frontdesk.localhost/__clerk/api',
      signInUrl: '/sign-in',
      signUpUrl: '/sign-up',
      afterSignInUrl: '/',
    }),
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const line = `${request.method} ${pathname.replace('/__clerk/api/v1', '')}${search}`
      if (line === 'GET /jwks') return Response.json(jwks)
      const type = request.headers.get('content-type')
      const body = type === 'application/json' ? await request.json() : type ? await request.formData() : undefined
      calls.push({ line, body, authorization: request.headers.get('authorization') })
      const answer = answers[line] ?? { status: 404, body: { errors: [{ code: 'resource_not_found', message: 'not found' }] } }
      return Response.json(answer.body, { status: answer.status ?? 200 })
    },
  }
}

/** What an app may do with claims that it got: they are its own. */
export function spoil(claims: object): void {
  for (const member of Object.values(claims)) if (typeof member === 'object' && member !== null) spoil(member)
  for (const name of Object.keys(claims)) Reflect.set(claims, name, 'spoilt')
}
