/** The Backend API as both SDKs see it: it answers by what it is asked, so that the same question has the same answer. */
import type { IncomingMessage } from 'node:http'
import { listening } from '../../environment/listening.js'
import { jwks, now, token } from './tokens.js'

export interface Call {
  line: string
  body: unknown
}

export interface Peer {
  url: string
  /** What was asked since the last look, apart from the key set. */
  takeCalls(): Call[]
  close(): Promise<void>
}

type Answer = { status?: number; body: unknown }

const refusal = (status: number, code: string): Answer => ({
  status,
  body: { errors: [{ code, message: code, long_message: code }] },
})
const directives = (value: string) => ({ body: { directives: [`__session=${value}; Path=/`, '__client_uat=1; Path=/'] } })

/** What a handshake brings, by its nonce. */
const nonces: Record<string, () => Answer> = {
  n_good: () => directives(token('nothing')),
  n_pending: () => directives(token('nothing', 'a pending session')),
  n_signed_out: () => ({ body: { directives: ['__session=; Path=/; Max-Age=0', '__client_uat=0; Path=/'] } }),
  // A name that is used no more is cleared last.
  n_cleared: () => ({
    body: { directives: [`__session=${token('nothing')}; Path=/`, '__session_AAAAAAAA=; Path=/; Max-Age=0'] },
  }),
  n_empty: () => ({ body: { directives: [] } }),
  n_expired: () => directives(token('expired')),
  n_forged: () => directives(token("a stranger's key")),
}

const cookies = (value: string): Answer => ({
  body: { object: 'cookies', cookies: [`__session=${value}; Path=/`, '__client_uat=1; Path=/'] },
})

/** What a refresh brings, by its token. */
const refreshes: Record<string, () => Answer> = {
  r_good: () => cookies(token('nothing')),
  r_pending: () => cookies(token('nothing', 'a pending session')),
  r_expired: () => cookies(token('expired')),
  r_empty: () => ({ body: { object: 'cookies', cookies: [] } }),
  r_ended: () => refusal(401, 'session_ended'),
  r_unexpected: () => refusal(500, 'unexpected_error'),
  r_broken: () => ({ status: 500, body: {} }),
}

const times = { created_at: (now - 1_000) * 1000, updated_at: (now - 500) * 1000, last_used_at: null }
const standing = { revoked: false, revocation_reason: null, expired: false, expiration: null, ...times }

const machineTokens: Record<string, object> = {
  ak_user: {
    object: 'api_key',
    id: 'key_1',
    type: 'api_key',
    name: 'CI',
    subject: 'user_1',
    scopes: ['read'],
    claims: { snake_case: 1 },
    created_by: 'user_1',
    description: null,
    seconds_until_expiration: null,
    ...standing,
  },
  ak_org: {
    object: 'api_key',
    id: 'key_2',
    type: 'api_key',
    name: 'Robot',
    subject: 'org_1',
    scopes: [],
    claims: null,
    created_by: null,
    description: 'x',
    seconds_until_expiration: 60,
    ...standing,
  },
  mt_good: {
    object: 'machine_to_machine_token',
    id: 'mt_1',
    subject: 'mch_1',
    scopes: ['mch_2'],
    claims: { a_b: 1 },
    ...standing,
  },
  oat_good: {
    object: 'clerk_idp_oauth_access_token',
    id: 'oat_1',
    client_id: 'client_1',
    type: 'oauth_token',
    subject: 'user_1',
    scopes: ['email'],
    ...standing,
  },
}

machineTokens.ak_revoked = { ...machineTokens.ak_user, revoked: true }
machineTokens.mt_expired = { ...machineTokens.mt_good, expired: true }

const secrets = ['sk_live_1', 'sk_test_1', 'ak_machine_1']

function answer(line: string, body: Record<string, string>, authorization: string | undefined): Answer {
  if (!secrets.includes(authorization?.replace('Bearer ', '') ?? '')) return refusal(401, 'clerk_key_invalid')
  const [method, target] = line.split(' ') as [string, string] // a request line has both
  const { pathname, searchParams } = new URL(target, 'http://peer')
  if (pathname === '/v1/jwks') return { body: jwks }
  if (pathname === '/v1/clients/handshake_payload')
    return nonces[searchParams.get('nonce') ?? '']?.() ?? refusal(404, 'resource_not_found')
  if (method === 'POST' && /^\/v1\/sessions\/[^/]+\/refresh$/.test(pathname))
    return refreshes[body.refresh_token ?? '']?.() ?? refusal(401, 'refresh_token_invalid')
  const secret = body.secret ?? body.token ?? body.access_token ?? ''
  if (secret.endsWith('_failing')) return refusal(500, 'internal_error')
  if (pathname.endsWith('/verify'))
    return machineTokens[secret] ? { body: machineTokens[secret] } : refusal(404, 'resource_not_found')
  return refusal(404, 'not_found')
}

export async function startPeer(): Promise<Peer> {
  let calls: Call[] = []
  const { origin, close } = await listening(async (request, response) => {
    const line = `${request.method} ${request.url}`
    const text = await textOf(request)
    const body = text ? JSON.parse(text) : null
    if (!line.endsWith('/jwks')) calls.push({ line, body })
    const found = answer(line, body ?? {}, request.headers.authorization)
    response.writeHead(found.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(found.body))
  })
  return {
    url: origin,
    takeCalls() {
      const taken = calls
      calls = []
      return taken
    },
    close,
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
