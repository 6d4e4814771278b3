/** The secrets of an endpoint, as Standard Webhooks has them: one signs, and after a rotation the one before does as well for a while. */
import { createHmac, randomBytes } from 'node:crypto'
import type { Vault } from '../../../crypto/vault.js'

export interface Secrets {
  current: string
  previous: Array<{ secret: string; until: number }>
}

/** `whsec_` and 256 bits. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const purpose = (endpointId: string) => `webhook_secrets ${endpointId}`

export const sealSecrets = (vault: Vault, endpointId: string, secrets: Secrets): string =>
  vault.seal(JSON.stringify(secrets), purpose(endpointId))

export const openSecrets = (vault: Vault, endpointId: string, sealed: string): Secrets =>
  JSON.parse(vault.open(sealed, purpose(endpointId))) as Secrets // written by `sealSecrets`

/** Another secret from now on. Those that signed until now sign as well for so many seconds, and no longer than they would have. */
export function rotated({ current, previous }: Secrets, now: number, previousTtlSeconds: number): Secrets {
  const until = now + previousTtlSeconds * 1000
  const before = [{ secret: current, until }, ...previous.map((one) => ({ ...one, until: Math.min(one.until, until) }))]
  return { current: newWebhookSecret(), previous: before.filter(({ until }) => until > now) }
}

/** The secrets that sign at that time, the current one first. */
export const signing = ({ current, previous }: Secrets, now: number): string[] => [
  current,
  ...previous.filter(({ until }) => until > now).map(({ secret }) => secret),
]

/** Both spellings: Svix's libraries read either, those of Standard Webhooks theirs. */
export function signatureHeaders(secrets: string[], id: string, seconds: number, body: string): Record<string, string> {
  const signature = signatures(secrets, id, seconds, body)
  const headers = ['svix', 'webhook'].map((prefix) => [
    [`${prefix}-id`, id],
    [`${prefix}-timestamp`, String(seconds)],
    [`${prefix}-signature`, signature],
  ])
  return Object.fromEntries(headers.flat())
}

/** The signature that Svix and Standard Webhooks read, of a message with that id at that time in seconds: one for each secret. */
export function signatures(secrets: string[], id: string, seconds: number, body: string): string {
  const signed = `${id}.${seconds}.${body}`
  return secrets
    .map((secret) =>
      createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
        .update(signed)
        .digest('base64'),
    )
    .map((signature) => `v1,${signature}`)
    .join(' ')
}
