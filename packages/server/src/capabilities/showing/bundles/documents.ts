/** Clerk's own front ends: clerk-js and its components, verbatim from npm packages that the app's owner installed. */
import type { Options } from '../../../start/options.js'
import { answerAsset } from '../../../wire/asset.js'
import { reply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import { frontEndOf } from './front-ends.js'
import { type BundleName, findBundle, installedBundles } from './packages.js'
import { majorOf } from './versions.js'

/** Such as `@clerk/clerk-js@6/dist/clerk.browser.js`; the version may be anything, or missing. */
const asked = /^@clerk\/(?<name>clerk-js|ui)(?:@(?<version>[\w~^][\w.+-]*))?\/dist\/(?<file>.+)$/

const mostLogged = 10 // strangers choose what they ask for

export function bundleDocuments({ basePath, frontEndFolder }: Options) {
  const prefix = `${basePath}/npm/`
  const logged = new Set<string>()
  return [
    documentRoute('GET', `${prefix}*`, { counts: [] }, async ({ instance, request }) => {
      const groups = asked.exec(request.url.pathname.slice(prefix.length))?.groups
      if (!groups) return notFound('Served here are the dist folders of @clerk/clerk-js and @clerk/ui.')

      const name = groups.name as BundleName // one of the two that the pattern knows
      const { version = 'latest', file = '' } = groups
      const bundle = findBundle(name, version, frontEndFolder)
      if (!bundle) {
        const reason = missing(name, majorOf(version), frontEndFolder)
        if (!logged.has(reason) && logged.size < mostLogged)
          instance.log({ level: 'warn', message: `A page asks for a front end: ${reason}` })
        logged.add(reason)
        return notFound(reason)
      }
      const asset = await bundle.asset(file)
      if (!asset) return notFound(`@clerk/${name} ${bundle.version}, which is installed, has no such file.`)

      const isExact = version === bundle.version
      return answerAsset(request, asset, {
        ...openToAll,
        'cache-control': isExact ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      })
    }),
  ]
}

/** What to install. Another major is no help: a front end breaks with it, and later than here. */
function missing(name: BundleName, major: number | null, frontEndFolder: string): string {
  const others = installedBundles(name, frontEndFolder).map(({ version }) => version)
  const asked = major === null ? `@clerk/${name}` : `@clerk/${name} ${major}`
  const beside = others.length > 0 ? ` (but ${[...new Set(others)].join(', ')})` : ''
  const command = frontEndOf(name, major)
  const alias =
    major === null ? 'npm install @clerk/clerk-js @clerk/ui' : `npm install ${name}-${major}@npm:@clerk/${name}@${major}`
  const ways = [...(command === null ? [] : [`npx frontdesk front-end ${command}`]), alias]
  return `${asked} is not installed${beside}. Run ${ways.join(', or ')}, where the server runs.`
}

// Pages load these scripts with crossorigin="anonymous", from whatever origin they have; there is nothing secret in them.
const openToAll = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

const notFound = (reason: string) =>
  reply(
    `${reason}\n`,
    {
      ...openToAll,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    404,
  )
