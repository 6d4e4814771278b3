/** The addresses in the environment: of the APIs, of the sign-in page, of front ends. */
import { pageOrigin, webOrigin } from '@frontdesk/contract'
import { isClerksOwn } from '@frontdesk/contract/options'
import type { App } from './app.js'
import { type Check, urlOf } from './check.js'
import { isOfDomain } from './domain.js'
import { hostInKey } from './keys.js'
import { calls, literal, mountsIn } from './source.js'

const mentions = ({ sources }: App, pattern: RegExp) => sources.some(({ code }) => pattern.test(code))
const listed = (text: string | undefined) => (text ?? '').split(',').flatMap((part) => part.trim() || [])

export const addressChecks: Check[] = [
  {
    name: 'api-url-missing',
    run: ({ embedded, env }) =>
      !embedded &&
      env.CLERK_SECRET_KEY &&
      !env.CLERK_API_URL &&
      /\.frontdesk\.localhost$/.test(hostInKey(env.CLERK_PUBLISHABLE_KEY) ?? '')
        ? {
            cause: 'CLERK_API_URL is not set: the SDK does not know where the server is.',
            cure: 'Set it to <origin of the server>/__clerk/api, as `npx frontdesk keys` prints it.',
          }
        : null,
  },
  {
    name: 'api-url-wrong',
    run({ env: { CLERK_API_URL: address } }) {
      if (!address || isClerksOwn(address)) return null // which is told apart
      const cure = 'It reads <origin of the server>/__clerk/api: the SDK adds /v1 itself.'
      const path = urlOf(address)?.pathname.replace(/\/+$/, '')
      if (path === undefined) return { cause: `CLERK_API_URL is no address: ${address}.`, cure }
      if (path.endsWith('/api')) return null
      if (path.endsWith('/v1')) return { cause: `CLERK_API_URL ends in /v1: ${address}.`, cure }
      return { cause: `CLERK_API_URL leads to ${path || 'the front page'}, which is not the Backend API: ${address}.`, cure }
    },
  },
  {
    name: 'proxy-url-missing',
    run: (app) =>
      !app.embedded &&
      app.env.CLERK_API_URL &&
      !app.env.CLERK_PROXY_URL &&
      !app.env.FRONTDESK_DOMAIN &&
      /\.frontdesk\.localhost$/.test(hostInKey(app.env.CLERK_PUBLISHABLE_KEY) ?? '') &&
      !mentions(app, /\b(proxyUrl|frontendApiProxy)\b/)
        ? {
            cause:
              'CLERK_PROXY_URL is not set: browsers would be sent to the host inside the publishable key, which leads nowhere.',
            cure: 'Set it to <origin of the server>/__clerk, as `npx frontdesk keys` prints it.',
          }
        : null,
  },
  {
    name: 'proxy-url-wrong',
    run({ env: { CLERK_PROXY_URL: address } }) {
      if (!address) return null
      const path = address.startsWith('/') ? address : urlOf(address)?.pathname
      const cure = 'It reads <origin of the server>/__clerk, or /__clerk where this very origin answers.'
      if (path === undefined) return { cause: `CLERK_PROXY_URL is neither an address nor a path: ${address}.`, cure }
      if (path.length > 1 && path.endsWith('/')) return { cause: `CLERK_PROXY_URL ends with a slash: ${address}.`, cure }
      if (/\/(v1|api)$/.test(path))
        return { cause: `CLERK_PROXY_URL ends in ${path.slice(path.lastIndexOf('/'))}: ${address}.`, cure }
      return null
    },
  },
  {
    name: 'proxy-url-without-proxy',
    run: (app) =>
      app.env.CLERK_PROXY_URL?.startsWith('/') &&
      !app.embedded &&
      !mentions(app, /\bfrontendApiProxy\b|createProxyMiddleware|http-proxy/)
        ? {
            cause: `CLERK_PROXY_URL is the path ${app.env.CLERK_PROXY_URL} of this app, which passes nothing on from there.`,
            cure: 'Use clerkMiddleware({ frontendApiProxy: { enabled: true } }), or set the whole address of the server.',
          }
        : null,
  },
  {
    name: 'sign-in-url-missing',
    run: (app) =>
      !app.embedded &&
      !app.env.CLERK_SIGN_IN_URL &&
      mentions(app, /\brequireAuth\b(?!.*from)/) &&
      !mentions(app, /\bsignInUrl\b|unauthenticated/)
        ? {
            cause: 'requireAuth() has no sign-in page to lead to, and redirects to / instead.',
            cure: "Set CLERK_SIGN_IN_URL to the page's address, or give requireAuth({ signInUrl }).",
          }
        : null,
  },
  {
    name: 'sign-in-url-guarded',
    run({ sources, env }) {
      for (const source of sources) {
        const named = [...source.code.matchAll(/\bsignInUrl\s*:\s*['"](\/[^'"]*)['"]/g)].map(([, path]) => path)
        const pages = [env.CLERK_SIGN_IN_URL, ...named].map((page) => page?.split('?', 1)[0])
        const guarded = mountsIn(source).find(
          ({ list: [path, ...rest] }) => pages.includes(literal(path) ?? '*') && rest.some((part) => /^requireAuth\b/.test(part)),
        )
        if (guarded)
          return {
            cause: `${source.path}:${guarded.line} asks people to sign in before it shows them the sign-in page ${literal(guarded.list[0])}.`,
            cure: 'Leave requireAuth() out there.',
          }
      }
      return null
    },
  },
  {
    name: 'allowed-origins-malformed',
    run({ env: { FRONTDESK_ALLOWED_ORIGINS: text } }) {
      const wrong = listed(text).find((origin) => pageOrigin(origin) === null)
      if (wrong === undefined) return null
      return {
        cause: `FRONTDESK_ALLOWED_ORIGINS names ${wrong}, which is no origin.`,
        cure: 'Each entry is scheme and host, such as https://shop.example or capacitor://localhost, without path and without *, separated by commas.',
      }
    },
  },
  {
    name: 'public-url-malformed',
    run: ({ env: { FRONTDESK_PUBLIC_URL: text } }) =>
      text && webOrigin(text.trim()) === null
        ? {
            cause: `FRONTDESK_PUBLIC_URL is ${text}, which is no origin: the server does not start.`,
            cure: 'It is scheme and host without a path, such as https://app.example.com.',
          }
        : null,
  },
  {
    name: 'front-end-not-allowed',
    run(app) {
      if (!app.embedded) return null
      const allowed = [...listed(app.env.FRONTDESK_ALLOWED_ORIGINS), app.env.FRONTDESK_PUBLIC_URL].map(
        (entry) => entry && pageOrigin(entry),
      )
      for (const { path, code } of app.sources) {
        if (!calls(code, 'cors')) continue
        const named = [...code.matchAll(/\borigin\s*:\s*(\[[^\]]*\]|['"][^'"]*['"])/g)].flatMap(
          ([text]) => text.match(/https?:\/\/[^'"]+/g) ?? [],
        )
        const missing = named.find(
          (origin) =>
            !allowed.includes(urlOf(origin)?.origin) && !isOfDomain(app, origin) && !app.embedded?.args.includes(origin),
        )
        if (missing)
          return {
            cause: `${path} lets pages of ${missing} call the app, but the server would refuse to sign people in from there.`,
            cure: `Add ${missing} to FRONTDESK_ALLOWED_ORIGINS, or to frontdesk({ allowedOrigins }).`,
          }
      }
      return null
    },
  },
]
