import { createHash } from 'node:crypto'

export interface PublishableKey {
  key: string
  instanceType: 'production' | 'development'
  /** The host encoded in the key; `https://<host>` issues the tokens. */
  host: string
  /** The suffix of cookie names, so that several instances can share a domain. */
  cookieSuffix: string
}

const parsed = new Map<string, PublishableKey>()

/** @throws if the text is not a publishable key; the message says what one looks like */
export function parsePublishableKey(key: string): PublishableKey {
  const known = parsed.get(key)
  if (known) return known

  const [, type, encoded] = /^pk_(live|test)_([\w+/=-]+)$/.exec(key) ?? []
  const decoded = Buffer.from(encoded ?? '', 'base64').toString()
  const host = /^([^$]*\.[^$]*)\$$/.exec(decoded)?.[1]
  if (!type || !host)
    throw new Error(
      'The publishable key is not valid: it reads pk_live_… or pk_test_…. `npx frontdesk keys` prints the one of your instance.',
    )

  const result: PublishableKey = {
    key,
    instanceType: type === 'live' ? 'production' : 'development',
    host,
    cookieSuffix: createHash('sha1').update(key).digest('base64url').slice(0, 8),
  }
  parsed.set(key, result)
  return result
}
