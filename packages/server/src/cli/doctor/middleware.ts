/** The order in which an app mounts what it needs, as far as one file shows it. */
import type { App } from './app.js'
import type { Check, Problem } from './check.js'
import { calls, literal, type Mount, mountsIn, type Source } from './source.js'

const has = (name: string) => (mount: Mount) => mount.list.some((part) => calls(part, name))
const isParser = (mount: Mount) =>
  mount.method === 'use' &&
  literal(mount.list[0]) === null &&
  mount.list.some((part) => /^(express|bodyParser)\.(json|urlencoded|raw|text)\s*\(/.test(part))

/** The first file with a problem tells it. */
const inFiles =
  (find: (mounts: Mount[], source: Source) => Problem | null | undefined) =>
  ({ sources }: App): Problem | null => {
    for (const source of sources) {
      const problem = find(mountsIn(source), source)
      if (problem) return problem
    }
    return null
  }

export const middlewareChecks: Check[] = [
  {
    name: 'middleware-missing',
    run({ sources }) {
      const user = sources.find(({ code }) => calls(code, 'getAuth'))
      if (!user || sources.some(({ code }) => calls(code, 'clerkMiddleware') || calls(code, 'requireAuth'))) return null
      return {
        cause: `${user.path} calls getAuth(), and nothing mounts clerkMiddleware().`,
        cure: 'Mount it before the routes: app.use(clerkMiddleware()).',
      }
    },
  },
  {
    name: 'middleware-after-routes',
    run: inFiles((mounts, { path }) => {
      const middleware = mounts.find(has('clerkMiddleware'))
      const early = mounts.find(
        (mount) =>
          middleware &&
          mount.at < middleware.at &&
          /\bgetAuth\s*\(|\breq(uest)?\.auth\b/.test(mount.args) &&
          !has('requireAuth')(mount),
      )
      return (
        middleware &&
        early && {
          cause: `${path}:${early.line} asks who is signed in before clerkMiddleware() on line ${middleware.line} has found it out.`,
          cure: 'Move app.use(clerkMiddleware()) above the routes.',
        }
      )
    }),
  },
  {
    name: 'frontdesk-after-middleware',
    run: inFiles((mounts, { path }) => {
      const [server, middleware] = [mounts.find(has('frontdesk')), mounts.find(has('clerkMiddleware'))]
      if (!server || !middleware || server.at < middleware.at) return null
      return {
        cause: `${path}:${server.line} mounts frontdesk() after clerkMiddleware(): sign-in requests go through it first.`,
        cure: 'Move app.use(frontdesk()) above app.use(clerkMiddleware()).',
      }
    }),
  },
  {
    name: 'frontdesk-after-parsers',
    run: inFiles((mounts, { path }) => {
      const [server, parser] = [mounts.find(has('frontdesk')), mounts.find(isParser)]
      if (!server || !parser || server.at < parser.at) return null
      return {
        cause: `${path}:${server.line} mounts frontdesk() after the body parser on line ${parser.line}, whose limits and errors then are those of its forms.`,
        cure: 'Move app.use(frontdesk()) above the parsers.',
      }
    }),
  },
  {
    name: 'webhook-behind-parser',
    run: inFiles((mounts, { path, code }) => {
      if (!calls(code, 'verifyWebhook')) return null
      const takesWebhooks = (mount: Mount) => calls(mount.args, 'verifyWebhook') || /webhook/i.test(literal(mount.list[0]) ?? '')
      const loses = (mount: Mount) =>
        mount.list.some((part) => /^(express|bodyParser)\.json\s*\((?![\s\S]*\bverify\b)/.test(part))
      const route = mounts.find((mount) => mount.method !== 'use' && takesWebhooks(mount))
      const parser =
        route && (loses(route) ? route : mounts.find((mount) => isParser(mount) && loses(mount) && mount.at < route.at))
      return (
        parser && {
          cause: `${path}:${route.line} verifies webhooks behind express.json() on line ${parser.line}: the bytes that were signed are gone.`,
          cure: "Mount the route above it, with express.raw({ type: 'application/json' }).",
        }
      )
    }),
  },
]
