/** Routes of an app at paths that our pages take. The server comes first, so they are never reached, which looks as if they weren't there. */
import { isBelow, type Layer } from './express-stack.js'
import type { Options } from './options.js'
import { type PageKey, pagesWithSteps } from './pages.js'

export interface Shadowed {
  page: PageKey
  /** As the app has written it, as far as Express keeps that. */
  route: string
}

/** A path that nobody means: what matches it is a front end's fallback or a 404 handler, and no route for a page of ours. */
const nobodys = '/frontdesk-looks-for-catch-alls'

/** `layers` are those behind the server. */
export function shadowedRoutes(layers: Layer[], { pages, ownPages }: Pick<Options, 'pages' | 'ownPages'>): Shadowed[] {
  const found = (page: PageKey, layer: Layer): Shadowed[] => {
    const path = pages[page]
    const hasSteps = pagesWithSteps.some((key) => key === page)
    const { route } = layer
    if (route) {
      const isTaken = hasSteps ? pathsOf(route.path).some((written) => isBelow(written, path)) : false
      return isTaken || meansOnly(layer, path) ? [{ page, route: pathsOf(route.path).join(', ') || path }] : []
    }
    if (meansOnly(layer, path)) return [{ page, route: path }]
    const { stack } = layer.handle as { stack?: Layer[] } // routers have one
    return stack && isMountedAtRoot(layer) ? stack.flatMap((inner) => found(page, inner)) : []
  }
  return ownPages.flatMap((page) => layers.flatMap((layer) => found(page, layer)))
}

const meansOnly = (layer: Layer, path: string): boolean => layer.match(path) && !layer.match(nobodys)

const isMountedAtRoot = (layer: Layer): boolean => layer.match(nobodys) && (layer.path ?? '').replace('/', '') === ''

/** The texts among the paths of a route; of patterns only a match tells. */
const pathsOf = (path: unknown): string[] => [path].flat().filter((one) => typeof one === 'string')

export function shadowedMessage({ page, route }: Shadowed, { pages }: Pick<Options, 'pages'>): string {
  const path = pages[page]
  return [
    `The app's own ${route} is never reached: frontdesk() comes first, and has a page of its own at ${path}${route === path ? '' : ' and all below'}.`,
    `Move that page, as in app.use(frontdesk({ pages: { ${page}: '/account${path}' } })), or switch it off by pages: { ${page}: false }.`,
  ].join(' ')
}
