/** The published keys of another service, fetched when a token needs them. What strangers send makes us ask at most once a minute. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import type { Log } from '../start/frontdesk-options.js'
import type { Outbound } from '../wire/outbound/outbound.js'

export interface FormerKeys {
  /** The key of that id; null for any other id, and while the service can't be asked. */
  find(kid: unknown): Promise<KeyObject | null>
}

const betweenLooksMs = 60_000
const renewedAfterMs = 3600_000
const fewestBits = 2048

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) })

export function createFormerKeys(
  url: string,
  { outbound, elapsed, log }: { outbound: Outbound; elapsed(): number; log: Log },
): FormerKeys {
  let keys = new Map<string, KeyObject>()
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    askedAt = elapsed()
    try {
      const answer = await outbound.fetch(url, { headers: { accept: 'application/json' } })
      if (answer.status !== 200) throw new Error(`It answered ${answer.status}`)
      const found = KeySet.parse(await answer.json()).keys.flatMap((jwk) => {
        const key = jwk.kty === 'RSA' ? createPublicKey({ key: jwk, format: 'jwk' }) : null
        return key && key.asymmetricKeyDetails!.modulusLength! >= fewestBits ? [[jwk.kid, key] as const] : []
      })
      keys = new Map(found)
    } catch (error) {
      log({ level: 'warn', message: `The keys of the former service at ${url} could not be read.`, error })
    }
  }

  return {
    async find(kid) {
      const since = elapsed() - askedAt
      if (since > renewedAfterMs || (since > betweenLooksMs && !keys.has(kid as string)))
        asking ??= ask().finally(() => {
          asking = null
        })
      await asking
      return keys.get(kid as string) ?? null // a map has no other key of that value
    },
  }
}
