/** The order in which an app mounts what it needs, as far as one file shows it. */

import { usualPages } from '../../start/pages.js'
import type { App } from './app.js'
import type { Check, Problem } from './check.js'
import { calls, literal, type Mount, mountsIn, mountsInAll, type Source } from './source.js'

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

/** The name of what is mounted without being called, and then answers nobody; `requireAuth` does. */
const uncalled = ({ list }: Mount): string | undefined => {
  const compiled = /^(?:(?:\w+_\d+|import_\w+|_\w+)\.)?(frontdesk|clerkMiddleware|getAuth|verifyWebhook|authenticateRequest)$/
  return list.flatMap((part) => compiled.exec(part)?.[1] ?? [])[0]
}

/** As it is written: a call of `frontdesk()`, or the constant that has it. */
const serverIn = ({ list, written }: Mount): string => written[list.findIndex((part) => calls(part, 'frontdesk'))]! // asked of mounts that have it

const instead: Record<string, string> = {
  frontdesk: 'Write app.use(frontdesk()).',
  clerkMiddleware: 'Write app.use(clerkMiddleware()).',
}

/** Our pages that are not switched off, as far as the call and the environment show where they are. */
function pagesIn(server: Mount, env: App['env']): Array<{ key: string; path: string }> {
  const options = server.list.join()
  return Object.entries(usualPages).flatMap(([key, usual]) => {
    const variable = `FRONTDESK_PAGES_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`
    const inCode = new RegExp(`\\b${key}\\s*:\\s*(?:['"\`]([^'"\`]*)['"\`]|(\\w+))`).exec(options)
    const path = inCode ? (inCode[1] ?? 'false') : (env[variable] ?? usual) // what is no text is false, or not known
    return path === 'false' ? [] : [{ key, path }]
  })
}

const everyPath = /^(['"`])(\/?\*\w*|\/?\{\*\w+\}|\(\.\*\))\1$|^\/(\^?\(?\.\*\)?\$?|\^)\/$/
/** Of two parameters, so that it has no `next` to call. */
const endsHere = /^(async\s*)?(function\b[^(]*)?\(\s*[\w$]+\s*(:[^,()]+)?,\s*[\w$]+\s*(:[^,()]+)?,?\s*\)/

function answersEveryPath({ method, list }: Mount): boolean {
  const isEverywhere = everyPath.test(list[0] ?? '') || (method === 'use' && endsHere.test(list[0] ?? ''))
  return ['use', 'all', 'get'].includes(method) && isEverywhere && endsHere.test(list.at(-1) ?? '')
}

export const middlewareChecks: Check[] = [
  {
    name: 'middleware-not-called',
    run: ({ sources }) => {
      for (const source of sources) {
        const mount = mountsInAll(source).find(uncalled)
        const name = mount && uncalled(mount)
        if (name)
          return {
            cause: `${source.path}:${mount.line} mounts ${name} itself, without calling it.`,
            cure: instead[name] ?? `Call it in a handler, such as (req, res) => res.json(await ${name}(req)).`,
          }
      }
      return null
    },
  },
  {
    name: 'frontdesk-below-path',
    run({ sources }) {
      for (const source of sources) {
        const mounts = mountsInAll(source)
        const server = mounts.find(has('frontdesk'))
        if (!server || /\bbasePath\b/.test(server.list.join())) continue // its paths may be below that
        const below = mounts.find(
          ({ method, list: [path], written }) =>
            method === 'use' &&
            !['/', null].includes(literal(path)) &&
            [serverIn(server), server.on].some((name) => written.includes(name)),
        )
        if (below)
          return {
            cause: `${source.path}:${below.line} mounts frontdesk() below ${literal(below.list[0])}, which hides its own paths, such as /sign-in.`,
            cure: 'Write app.use(frontdesk()) on the app itself, without a path; the options basePath and pages move its paths.',
          }
      }
      return null
    },
  },
  {
    name: 'frontdesk-behind-catch-all',
    run: inFiles((mounts, { path }) => {
      const server = mounts.find(has('frontdesk'))
      const before = server && mounts.find((mount) => mount.on === server.on && mount.at < server.at && answersEveryPath(mount))
      return (
        before && {
          cause: `${path}:${before.line} answers every path, so that nothing comes to frontdesk() on line ${server.line}.`,
          cure: 'Move app.use(frontdesk()) above it, as the first of all.',
        }
      )
    }),
  },
  {
    name: 'route-shadowed',
    run: ({ sources, env }) => {
      for (const source of sources) {
        const mounts = mountsIn(source)
        const server = mounts.find(has('frontdesk'))
        if (!server) continue
        const pages = pagesIn(server, env)
        for (const { on, at, line, list } of mounts) {
          const path = literal(list[0])
          if (on !== server.on || at < server.at || path === null) continue
          const page = pages.find(({ key, path: ours }) => path === ours || (key !== 'signOut' && path.startsWith(`${ours}/`)))
          if (page)
            return {
              cause: `${source.path}:${line} has a route for ${path}, which is never reached: frontdesk() comes first, and has a page at ${page.path}.`,
              cure: `Move that page, as in frontdesk({ pages: { ${page.key}: '/account${page.path}' } }), or switch it off by pages: { ${page.key}: false }.`,
            }
        }
      }
      return null
    },
  },
  {
    name: 'frontdesk-twice',
    run: inFiles((mounts, { path }) => {
      const [first, second] = mounts.filter(has('frontdesk'))
      if (!first || !second || first.on !== second.on) return null
      if (serverIn(first) === serverIn(second) && /^\w+$/.test(serverIn(first))) return null // one constant
      return {
        cause: `${path}:${second.line} mounts another frontdesk() than line ${first.line}: the first one answers, and the SDK asks the last.`,
        cure: 'Keep one app.use(frontdesk()), as the first of all.',
      }
    }),
  },
  {
    name: 'middleware-missing',
    run({ sources }) {
      const user = sources.find(({ code }) => calls(code, 'getAuth'))
      const isMounted = sources.some((source) => mountsInAll(source).some((mount) => uncalled(mount) === 'clerkMiddleware'))
      if (!user || isMounted || sources.some(({ code }) => calls(code, 'clerkMiddleware') || calls(code, 'requireAuth')))
        return null
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
