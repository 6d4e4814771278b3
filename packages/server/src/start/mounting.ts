/**
 * Where an app puts the server, and whether requests come that far. The server's paths are whole ones, which a path before `frontdesk()`
 * hides and a handler before it may answer. Said when the app is made or, where only requests show it, with the first.
 */
import type { MountingApp } from '@frontdesk/contract/mounting'
import { isBelow, stackOf } from './express-stack.js'
import type { Log } from './frontdesk-options.js'
import type { Options } from './options.js'
import { shadowedMessage, shadowedRoutes } from './shadowed-routes.js'

export interface MountingWatch {
  /** An app mounts the server at a path or at several. @throws if not even the APIs can be reached there */
  mounted(path: unknown, app: MountingApp): void
  /** A request for a path that is not the server's goes on; `baseUrl` is where routers have put the server. */
  passed(baseUrl: string | undefined, path: string): void
  /** A request has come through another `frontdesk()` before. */
  passedTwice(): void
  /** A request arrives: with the first the app has its routes, and with the first for a path of ours those that came late. */
  arrived(isOurs: boolean): void
}

export function watchMounting(options: Options, log: Log): MountingWatch {
  const said = new Set<string>()
  const mounts: Mount[] = []
  const looked = { any: false, ours: false }
  const warn = (message: string): void => {
    if (said.has(message)) return
    said.add(message)
    log({ level: 'warn', message })
  }

  return {
    mounted(path, app) {
      const places = [path].flat(Number.POSITIVE_INFINITY)
      /** Once more with each app that mounts the one before it. */
      const follow = (outer: MountingApp): void => {
        const prefixes = places.map((place) => (typeof place === 'string' ? app.path() + place : '*'))
        const hiding = prefixes.every(isPlain) ? hiddenBelow(prefixes.map(withoutSlash), options) : null
        if (hiding?.hidden.includes(options.basePath)) throw new Error(hiding.message)
        if (hiding) warn(hiding.message)
        outer.on('mount', follow)
      }
      follow(app)
      mounts.push({ app, at: stackOf(app).length })
      const handler = answersBefore(app, `${options.basePath}/v1/client`)
      if (handler)
        warn(
          `${handler} answers every path before frontdesk() is asked: move app.use(frontdesk()) above it, as the first of all.`,
        )
    },

    arrived(isOurs) {
      if (looked.ours || (looked.any && !isOurs)) return
      looked.any = true
      looked.ours = isOurs
      const shadowed = mounts.flatMap(({ app, at }) => shadowedRoutes(stackOf(app).slice(at), options))
      for (const route of shadowed) warn(shadowedMessage(route, options))
    },

    passed(baseUrl, path) {
      if (!baseUrl || withoutSlash(path) === withoutSlash(baseUrl)) return // a pattern such as `*` takes the whole path
      const hiding = hiddenBelow([baseUrl], options)
      if (hiding) warn(hiding.message)
    },

    passedTwice() {
      warn(
        'frontdesk() is mounted twice: the first one answers, and the SDK asks the last. Keep one app.use(frontdesk()), as the first of all.',
      )
    },
  }
}

/** Of patterns and regular expressions only requests show what they match. */
const isPlain = (path: string): boolean => /^[\w/.~%@-]*$/.test(path)

const withoutSlash = (path: string): string => path.replace(/\/+$/, '')

/** The server's paths that no request reaches if it is mounted at nothing but the prefixes, with what to write instead. */
function hiddenBelow(
  prefixes: string[],
  { basePath, pages, ownPages, environment }: Options,
): { hidden: string[]; message: string } | null {
  const paths = [basePath, ...ownPages.map((key) => pages[key]), ...(environment === 'development' ? ['/__frontdesk'] : [])]
  const hidden = paths.filter((path) => !prefixes.some((prefix) => isBelow(path, prefix)))
  if (hidden.length === 0) return null

  const [prefix] = prefixes as [string] // an app mounts at one path or more
  const moved = (path: string) => `'${isBelow(path, prefix) ? path : prefix + path}'`
  const movedPages = ownPages.map((key) => `${key}: ${moved(pages[key])}`)
  const message = [
    `frontdesk() is mounted below ${prefixes.join(' and ')}, which hides its paths ${hidden.join(', ')}.`,
    'Write app.use(frontdesk()) on the app itself, without a path.',
    `To have its paths below ${prefix}, name them there: app.use(frontdesk({ basePath: ${moved(basePath)}, pages: { ${movedPages.join(', ')} } })).`,
  ]
  return { hidden, message: message.join(' ') }
}

/** An app, and how many handlers it had once the server was among them. */
interface Mount {
  app: MountingApp
  at: number
}

/** The handler that a GET of the path comes to before us and that takes no `next` to send it on, as the app has written it. */
function answersBefore(app: MountingApp, path: string): string | undefined {
  const layer = stackOf(app).find((earlier) => {
    const { route, handle } = earlier
    const last = route ? route.stack.at(-1)?.handle : handle
    const isAsked = !route || route.methods.get || route.methods._all
    return isAsked && last?.length === 2 && earlier.match(path)
  })
  if (!layer) return undefined
  return layer.route ? `The route ${layer.route.path}` : `The handler ${layer.handle.name} in app.use()`.replace('  ', ' ')
}
