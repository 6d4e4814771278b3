/** An identity provider of a test's own, on this machine, that says whatever the test lets it say. */
import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from '../capabilities/entering/social/provider.js'

export interface Person extends Json {
  sub: string
  email?: string
  email_verified?: unknown
}

export interface LyingProvider {
  issuer: string
  /** The hosts that the settings must name. */
  host: string
  /** Says who comes back from the address that a browser was sent to, and answers the callback's address with a code and the state. */
  allow(address: string, person: Person): string
  /** An ID token that it gives to a page itself, for this client. */
  tokenFor(clientId: string, person: Person): string
  /** What the next exchange lies about. */
  lie: Lie
  /** Pictures that it has, by path. */
  pictures: Record<string, { status?: number; headers?: Record<string, string>; bytes: Uint8Array }>
  /** How often each of its addresses was asked. */
  asked: Record<string, number>
  close(): Promise<void>
}

export interface Lie {
  claims?: Json
  header?: Json
  profile?: Json
  /** What it says of its addresses. */
  discovery?: Json
  refusesRefresh?: boolean
  /** Signs with another key than is published, with the public key as a shared secret, or not at all. */
  signature?: 'other key' | 'public key as secret' | 'none'
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const own = keyPair()
const foreign = keyPair()

/** `now` is the clock of the server that asks. */
export async function lyingProvider(now: () => number): Promise<LyingProvider> {
  const codes = new Map<string, { person: Person; parameters: URLSearchParams }>()
  const byToken = new Map<string, Person>()
  const refreshTokens = new Map<string, Person>()

  const idToken = ({ person, parameters }: { person: Person; parameters: URLSearchParams }) => {
    const { claims, header, signature } = provider.lie
    const seconds = Math.floor(now() / 1000)
    const head = base64url({
      alg: signature === 'none' ? 'none' : signature === 'public key as secret' ? 'HS256' : 'RS256',
      kid: 'own',
      ...header,
    })
    const aud = parameters.get('client_id')
    const body = base64url({
      iss: provider.issuer,
      aud,
      nonce: parameters.get('nonce') ?? undefined,
      iat: seconds,
      exp: seconds + 300,
      ...person,
      ...claims,
    })
    return `${head}.${body}.${sign(`${head}.${body}`, signature)}`
  }

  /** Each is taken once. */
  const newRefreshToken = (person: Person) => {
    const token = randomUUID()
    refreshTokens.set(token, person)
    return token
  }
  const refreshed = (token: string) => {
    const person = refreshTokens.get(token)
    if (!person || provider.lie.refusesRefresh) return { error: 'invalid_grant' }
    refreshTokens.delete(token)
    const access_token = randomUUID()
    byToken.set(access_token, person)
    return { access_token, token_type: 'Bearer', expires_in: 3600, refresh_token: newRefreshToken(person) }
  }

  const answers: Record<string, (body: URLSearchParams, request: IncomingMessage) => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      userinfo_endpoint: `${provider.issuer}/userinfo`,
      jwks_uri: `${provider.issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
      ...provider.lie.discovery,
    }),
    '/jwks': () => ({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] }),
    '/token': (body) => {
      if (body.get('grant_type') === 'refresh_token') return refreshed(body.get('refresh_token') ?? '')
      const code = codes.get(body.get('code') ?? '')
      if (!code) return { error: 'invalid_grant' }
      const access_token = randomUUID()
      byToken.set(access_token, code.person)
      return {
        access_token,
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: newRefreshToken(code.person),
        id_token: idToken(code),
      }
    },
    '/userinfo': (_, request) => ({
      ...byToken.get(request.headers.authorization?.replace('Bearer ', '') ?? ''),
      ...provider.lie.profile,
    }),
  }

  const server = createServer(async (request, response) => {
    const path = request.url!.split('?')[0]!
    provider.asked[path] = (provider.asked[path] ?? 0) + 1
    const picture = provider.pictures[path]
    if (picture) return response.writeHead(picture.status ?? 200, picture.headers).end(picture.bytes)
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = answers[path]?.(new URLSearchParams(body), request) ?? { error: 'not_found' }
    response.writeHead('error' in answer ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider: LyingProvider = {
    issuer: `http://${host}`,
    host,
    lie: {},
    pictures: {},
    asked: {},
    allow(address, person) {
      const { searchParams: parameters } = new URL(address)
      const code = randomUUID()
      codes.set(code, { person, parameters })
      const back = new URL(parameters.get('redirect_uri')!)
      back.search = new URLSearchParams({ code, state: parameters.get('state')!, iss: provider.issuer }).toString()
      return back.href
    },
    tokenFor: (clientId, person) => idToken({ person, parameters: new URLSearchParams({ client_id: clientId }) }),
    close: () => new Promise((done) => server.close(() => done())),
  }
  return provider
}

function sign(text: string, signature: Lie['signature']): string {
  if (signature === 'none') return ''
  if (signature === 'public key as secret')
    return createHmac('sha256', own.publicKey.export({ format: 'pem', type: 'spki' }))
      .update(text)
      .digest('base64url')
  return createSign('RSA-SHA256')
    .update(text)
    .sign((signature === 'other key' ? foreign : own).privateKey, 'base64url')
}
