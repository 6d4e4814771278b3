/** What the server at CLERK_API_URL says of the keys: asked once, with the secret key, for its published keys. */
import { createHash } from 'node:crypto'
import { isClerksOwn } from '@frontdesk/contract/options'
import type { App } from './app.js'
import { type Check, type Problem, urlOf } from './check.js'
import { hostInKey, publicKeyOf } from './keys.js'

interface Answer {
  status: number
  /** Null without a `Date` header. */
  clock: number | null
  /** The moduli of the published keys; null when the answer holds none. */
  keys: string[] | null
}

const patienceMs = 5_000
/** A session token is good for 5 s beyond its time, and the `Date` header is up to a second old. */
const toleranceMs = 6_000

const asked = new WeakMap<App, Promise<Answer | Error | null>>()

/** The same answer for all checks. Null when there is nobody to ask, or what to ask with is wrong in itself. */
function ask(app: App): Promise<Answer | Error | null> {
  const known = asked.get(app) ?? fetchKeys(app)
  asked.set(app, known)
  return known
}

async function fetchKeys({ embedded, env }: App): Promise<Answer | Error | null> {
  const base = urlOf(env.CLERK_API_URL)
  if (
    embedded ||
    !base ||
    isClerksOwn(base.href) ||
    !base.pathname.replace(/\/+$/, '').endsWith('/api') ||
    !env.CLERK_SECRET_KEY?.startsWith('sk_')
  )
    return null
  try {
    const response = await fetch(`${base.href.replace(/\/+$/, '')}/v1/jwks`, {
      headers: { authorization: `Bearer ${env.CLERK_SECRET_KEY}` },
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error', // the key is only for this address
    })
    return { status: response.status, clock: clockOf(response), keys: moduliOf(await response.text()) }
  } catch (error) {
    return error as Error // fetch throws errors
  }
}

export const clockOf = (response: Response): number | null => Date.parse(response.headers.get('date') ?? '') || null

function moduliOf(text: string): string[] | null {
  try {
    const { keys } = JSON.parse(text) as { keys?: Array<{ n?: string }> } // a key set, or an error without keys
    return keys?.flatMap(({ n }) => n ?? []) ?? null
  } catch {
    return null
  }
}

/** Both clocks as a person would compare them; null when they agree. */
export function skewed(theirs: number | null, now: number): Problem | null {
  const skew = now - (theirs ?? now)
  if (Math.abs(skew) <= toleranceMs) return null
  return {
    cause: `This machine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} the server's: tokens count as ${skew > 0 ? 'expired' : 'not yet valid'}.`,
    cure: 'Let both follow a time server (NTP).',
  }
}

/** The suffixes of the cookies that the server writes, which tell its publishable keys: a handshake of nobody in particular. Empty where there is no telling. */
async function cookieSuffixesOf({ env }: App): Promise<string[]> {
  const base = env.CLERK_API_URL!.replace(/\/api\/*$/, '')
  try {
    const url = `${base}/v1/client/handshake?redirect_url=${encodeURIComponent(new URL('/', base).href)}`
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    const carried = [...response.headers.getSetCookie(), response.headers.get('location') ?? ''].join(' ')
    const payload = /__clerk_handshake=[\w-]+\.([\w-]+)\./.exec(carried)?.[1]
    const directives = Buffer.from(payload ?? '', 'base64url').toString()
    return [...directives.matchAll(/__client_uat_([\w-]{8})=/g)].map(([, suffix]) => suffix!)
  } catch {
    return []
  }
}

export const apiChecks: Check[] = [
  {
    name: 'api-unreachable',
    async run(app) {
      const answer = await ask(app)
      if (!(answer instanceof Error)) return null
      const cause = (answer.cause as Error | undefined)?.message || answer.message // fetch says there what happened
      return {
        cause: `The server at ${app.env.CLERK_API_URL} can't be reached: ${cause}.`,
        cure: 'Start it, or correct CLERK_API_URL.',
      }
    },
  },
  {
    name: 'api-is-something-else',
    async run(app) {
      const answer = await ask(app)
      if (!answer || answer instanceof Error || answer.keys || answer.status === 401) return null
      return {
        cause: `What answers at ${app.env.CLERK_API_URL} is not the Backend API (status ${answer.status}).`,
        cure: 'Correct CLERK_API_URL: it reads <origin of the server>/__clerk/api.',
      }
    },
  },
  {
    name: 'secret-key-refused',
    async run(app) {
      const answer = await ask(app)
      if (!answer || answer instanceof Error || answer.status !== 401) return null
      return {
        cause: `The server at ${app.env.CLERK_API_URL} refuses CLERK_SECRET_KEY: it is of another instance.`,
        cure: 'Copy the keys of this one: run `npx frontdesk keys` where the server runs.',
      }
    },
  },
  {
    name: 'publishable-key-of-another-instance',
    async run(app) {
      const answer = await ask(app)
      const { CLERK_PUBLISHABLE_KEY: key, CLERK_SECRET_KEY: secret = '' } = app.env
      if (!answer || answer instanceof Error || !answer.keys || !key || !hostInKey(key)) return null
      if (key.slice(3, 7) !== secret.slice(3, 7)) return null // live beside test: said already
      const suffixes = await cookieSuffixesOf(app)
      if (suffixes.length === 0 || suffixes.includes(createHash('sha1').update(key).digest('base64url').slice(0, 8))) return null
      return {
        cause: `CLERK_PUBLISHABLE_KEY is not the key of the instance at ${app.env.CLERK_API_URL}: its tokens would be refused.`,
        cure: 'Copy both keys from one instance: run `npx frontdesk keys` where the server runs.',
      }
    },
  },
  {
    name: 'jwt-key-of-another-instance',
    async run(app) {
      const answer = await ask(app)
      const own = app.env.CLERK_JWT_KEY && publicKeyOf(app.env.CLERK_JWT_KEY)?.export({ format: 'jwk' }).n
      if (!answer || answer instanceof Error || !answer.keys || !own || answer.keys.includes(own)) return null
      return {
        cause: `CLERK_JWT_KEY is none of the keys that ${app.env.CLERK_API_URL} publishes: every token would be refused.`,
        cure: 'Copy it again (`npx frontdesk keys`), or leave it out: the SDK then fetches the keys.',
      }
    },
  },
  {
    name: 'clock-skew',
    async run(app) {
      const answer = await ask(app)
      return !answer || answer instanceof Error ? null : skewed(answer.clock, app.now())
    },
  },
]
