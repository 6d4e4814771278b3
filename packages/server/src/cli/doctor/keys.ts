/** The keys in the environment, of apps whose server is elsewhere. An embedded server brings its own. */
import { createPublicKey } from 'node:crypto'
import type { App } from './app.js'
import type { Check } from './check.js'

const printed = '`npx frontdesk keys` prints it.'

const publishablePattern = /^pk_(live|test)_([\w+/=-]+)$/

/** The host inside a publishable key. Returns null if it is not a key. */
export function hostInKey(key: string | undefined): string | null {
  const encoded = publishablePattern.exec(key ?? '')?.[2]
  return /^([^$]*\.[^$]*)\$$/.exec(Buffer.from(encoded ?? '', 'base64').toString())?.[1] ?? null
}

/** A PEM's key as the SDK reads it, from one line with `\n` in it, too; null when it can't be read. */
export function publicKeyOf(pem: string): ReturnType<typeof createPublicKey> | null {
  const body = pem.replaceAll('\\n', '\n').replace(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, '')
  try {
    return createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** Whether the app must find keys in its environment: it embeds no server, and names none in its code, which this can't read. */
const needs = ({ embedded, usesSdk, sources }: App, option: string) =>
  usesSdk && !embedded && !sources.some(({ code }) => new RegExp(`\\b${option}\\b\\s*[:,]`).test(code))

export const keyChecks: Check[] = [
  {
    name: 'publishable-key-missing',
    run: (app) =>
      app.env.CLERK_PUBLISHABLE_KEY || !needs(app, 'publishableKey')
        ? null
        : {
            cause: 'CLERK_PUBLISHABLE_KEY is not set, and the app embeds no server.',
            cure: `Set it: ${printed} Or embed: app.use(frontdesk()).`,
          },
  },
  {
    name: 'publishable-key-malformed',
    run: ({ env: { CLERK_PUBLISHABLE_KEY: key } }) =>
      key && !hostInKey(key)
        ? {
            cause: `CLERK_PUBLISHABLE_KEY is no publishable key${key.startsWith('sk_') ? ', but a secret key, which browsers would get to see' : ''}: one reads pk_live_… or pk_test_….`,
            cure: `Copy it again: ${printed}`,
          }
        : null,
  },
  {
    name: 'secret-key-missing',
    run: (app) =>
      app.env.CLERK_SECRET_KEY || app.env.CLERK_JWT_KEY || !needs(app, 'secretKey')
        ? null
        : { cause: 'CLERK_SECRET_KEY is not set, and the app embeds no server.', cure: `Set it: ${printed}` },
  },
  {
    name: 'secret-key-malformed',
    run: ({ env: { CLERK_SECRET_KEY: key } }) =>
      key && !/^sk_(live|test)_\S+$/.test(key)
        ? { cause: 'CLERK_SECRET_KEY is no secret key: one reads sk_live_… or sk_test_….', cure: `Copy it again: ${printed}` }
        : null,
  },
  {
    name: 'keys-of-two-kinds',
    run({ env: { CLERK_PUBLISHABLE_KEY: publishable = '', CLERK_SECRET_KEY: secret = '' } }) {
      const [kind, other] = [/^pk_(live|test)_/.exec(publishable)?.[1], /^sk_(live|test)_/.exec(secret)?.[1]]
      if (!kind || !other || kind === other) return null
      return {
        cause: `CLERK_PUBLISHABLE_KEY is a pk_${kind}_ key and CLERK_SECRET_KEY an sk_${other}_ key: they are of two instances.`,
        cure: 'Copy both from one instance: `npx frontdesk keys` prints them.',
      }
    },
  },
  {
    name: 'jwt-key-unreadable',
    run: ({ env: { CLERK_JWT_KEY: pem } }) =>
      pem && !publicKeyOf(pem)
        ? {
            cause: 'CLERK_JWT_KEY is no PEM public key: often its line breaks are lost, or it is cut off at the first of them.',
            cure: 'Write it in double quotes on one line, with \\n between its lines, as `npx frontdesk keys` prints it.',
          }
        : null,
  },
]
