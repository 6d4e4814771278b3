/**
 * What would send a secret key of ours to Clerk's own service: calls of Clerk's unmodified packages that don't read `CLERK_API_URL`, and
 * addresses and keys of Clerk's that are left from before.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isClerksOwn } from '@frontdesk/contract/options'
import type { App } from './app.js'
import type { Check } from './check.js'
import { importedCalls } from './imported.js'
import { hostInKey } from './keys.js'
import { lineOf, type Source, splitLine } from './source.js'
import { optionNames } from './written-options.js'

const standIns = ['@clerk/express', '@clerk/backend', '@clerk/clerk-sdk-node']

/** Whether a name of Clerk's is that of a package of ours, by an alias; other packages of Clerk's take what they call from `@clerk/backend`. */
export function isOurs({ folder, lock, manifest }: App, specifier: string): boolean {
  const [, called] = /^(@clerk\/[\w-]+)/.exec(specifier) ?? []
  const name = called && standIns.includes(called) ? called : '@clerk/backend'
  const installed = join(folder, 'node_modules', name, 'package.json')
  const found = existsSync(installed)
    ? (JSON.parse(readFileSync(installed, 'utf8')) as { name?: string }).name
    : lock.packages?.[`node_modules/${name}`]?.name
  if (found) return found.startsWith('@frontdesk/')
  const asked = [manifest.dependencies?.[name], manifest.overrides?.[name], manifest.pnpm?.overrides?.[name]]
  return asked.some((version) => typeof version === 'string' && version.includes('@frontdesk/'))
}

const serverPackages =
  /^@clerk\/(express|backend|clerk-sdk-node|nextjs|fastify|hono|astro|remix|react-router|tanstack-react-start|nuxt|gatsby-plugin-clerk)(\/|$)/

/** The calls in one file that go to Clerk's service, by line. Where the options can't be read, none is. */
function leakingCalls(app: App, source: Source): Array<{ name: string; line: number }> {
  return importedCalls(source.code, serverPackages)
    .filter(({ from }) => !isOurs(app, from))
    .filter(({ name, from, args }) => {
      const [first, second] = splitLine(args)
      const makesClient = /^(createClerkClient|Clerk)$/.test(name) || (name === 'default' && from.endsWith('/instance'))
      const names = optionNames(makesClient ? first : second, source, app.sources)
      if (!names?.has('secretKey') || names.has('apiUrl')) return false
      return makesClient || (name === 'verifyToken' && !names.has('jwtKey'))
    })
    .map(({ name, at }) => ({ name, line: lineOf(source.code, at) }))
    .sort((one, other) => one.line - other.line)
}

const mostNamed = 5

/** `app.js:3, users.js:7`, and how many more there are. */
function placesOf(found: Array<{ source: Source; line: number }>): string {
  const named = found.slice(0, mostNamed).map(({ source, line }) => `${source.path}:${line}`)
  return `${named.join(', ')}${found.length > mostNamed ? ` and ${found.length - mostNamed} more` : ''}`
}

const byAlias = 'or put ours under its name: "@clerk/backend": "npm:@frontdesk/backend@…" (docs/coming-from-clerk.md).'

/** Literals that lead to the Backend API or a Frontend API of Clerk's; pages of documentation and patterns with `*` are none. */
const addressPattern = /\b(?:https?:\/\/)?(?:(?:api|frontend-api)\.clerk\.(?:com|dev)|[a-z0-9-]+\.clerk\.accounts\.dev)\b/gi

const addressesIn = (text: string) =>
  [...text.matchAll(addressPattern)].filter(({ index }) => !/[*.\w-]$/.test(text.slice(0, index)))

export const leakChecks: Check[] = [
  {
    name: 'secret-key-leaks',
    run(app) {
      const found = app.sources.flatMap((source) => leakingCalls(app, source).map((call) => ({ ...call, source })))
      if (found.length === 0) return null
      const names = [...new Set(found.map(({ name }) => (name === 'default' ? 'Clerk' : name)))]
      return {
        cause: `${placesOf(found)}: ${names.map((name) => `${name}()`).join(' and ')} of Clerk's package does not read CLERK_API_URL, and sends the secret key to Clerk's own service.`,
        cure: `Add apiUrl: process.env.CLERK_API_URL to the options, ${byAlias}`,
      }
    },
  },
  {
    name: 'testing-helper-leaks',
    run(app) {
      if (isOurs(app, '@clerk/testing')) return null
      const found = [...app.tests, ...app.sources]
        .filter(({ code }) => /['"]@clerk\/testing(\/[\w-]+)?['"]/.test(code))
        .flatMap((source) =>
          [...source.code.matchAll(/\bsignIn\s*\(\s*\{[^}]*\bemailAddress\b/g)].map(({ index }) => ({
            source,
            line: lineOf(source.code, index),
          })),
        )
      if (found.length === 0) return null
      return {
        cause: `${placesOf(found)}: clerk.signIn({ emailAddress }) of @clerk/testing looks up the user at Clerk's own service, with the secret key.`,
        cure: 'Sign in by signInParams with a password, or let overrides give it ours: "@clerk/backend": "npm:@frontdesk/backend@…".',
      }
    },
  },
  {
    name: 'sdk-asks-clerk',
    run(app) {
      const { embedded, env, sources } = app
      const isTold = /\.frontdesk\.localhost$/.test(hostInKey(env.CLERK_PUBLISHABLE_KEY) ?? '') && !embedded // by `api-url-missing`
      if (env.CLERK_API_URL || !env.CLERK_SECRET_KEY || isTold) return null
      const found = sources.flatMap((source) =>
        importedCalls(source.code, serverPackages)
          .filter(
            ({ name, from, args }) =>
              /^(clerkMiddleware|requireAuth|ClerkExpress(With|Require)Auth)$/.test(name) &&
              !isOurs(app, from) &&
              !/\bapiUrl\b/.test(args),
          )
          .map(({ at }) => ({ source, line: lineOf(source.code, at) })),
      )
      if (found.length === 0) return null
      return {
        cause: `${placesOf(found)}: Clerk's unmodified SDK runs without CLERK_API_URL, and sends CLERK_SECRET_KEY to Clerk's own service.`,
        cure: `Set CLERK_API_URL as \`npx frontdesk keys\` prints it, ${byAlias}`,
      }
    },
  },
  {
    name: 'address-of-clerk',
    run({ sources, env }) {
      const found = sources.flatMap((source) =>
        addressesIn(source.code).map(({ index, 0: address }) => ({ source, address, line: lineOf(source.code, index) })),
      )
      const [first] = found
      if (!first) {
        const [variable] =
          Object.entries(env).find(([name, value]) => /CLERK|JWKS|ISSUER/.test(name) && value && isAddressOfClerk(value)) ?? []
        return variable
          ? {
              cause: `${variable} leads to Clerk's own service.`,
              cure: 'Set it to what `npx frontdesk keys` prints, or take it out.',
            }
          : null
      }
      return {
        cause: `${placesOf(found)}: ${first.address} is an address of Clerk's own service.`,
        cure: 'Use process.env.CLERK_API_URL for the Backend API and CLERK_PROXY_URL for the Frontend API, as `npx frontdesk keys` prints them.',
      }
    },
  },
  {
    name: 'publishable-key-of-clerk',
    run({ env }) {
      const [variable, key] =
        Object.entries(env).find(([name, value]) => /PUBLISHABLE_KEY$/.test(name) && isClerksOwn(hostInKey(value) ?? '')) ?? []
      return variable
        ? {
            cause: `${variable} is a key of Clerk's own service: it leads browsers to ${hostInKey(key)}.`,
            cure: 'Take it out, and set what `npx frontdesk keys` prints.',
          }
        : null
    },
  },
  {
    name: 'secret-key-in-code',
    run({ sources }) {
      const found = sources.flatMap((source) =>
        [...source.code.matchAll(/['"`]sk_(live|test)_\w{16,}['"`]/g)].map(({ index }) => ({
          source,
          line: lineOf(source.code, index),
        })),
      )
      return found.length > 0
        ? {
            cause: `${placesOf(found)} has a secret key in the code, for all who read it.`,
            cure: 'Read it from process.env.CLERK_SECRET_KEY, and make another: `npx frontdesk keys`.',
          }
        : null
    },
  },
]

const isAddressOfClerk = (value: string) => addressesIn(value).length > 0
