/** Clerk's own front ends: clerk-js and its components, verbatim from npm packages that the app's owner installed. */
import { answerAsset } from '../../../wire/asset.js'
import { reply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import { type BundleName, findBundle } from './packages.js'

/** Such as `@clerk/clerk-js@6/dist/clerk.browser.js`; the version may be anything, or missing. */
const asked = /^@clerk\/(?<name>clerk-js|ui)(?:@(?<version>[\w~^][\w.+-]*))?\/dist\/(?<file>.+)$/

export function bundleDocuments(basePath: string) {
  const prefix = `${basePath}/npm/`
  return [
    documentRoute('GET', `${prefix}*`, { counts: [] }, async ({ request }) => {
      const groups = asked.exec(request.url.pathname.slice(prefix.length))?.groups
      if (!groups) return notFound('Served here are the dist folders of @clerk/clerk-js and @clerk/ui.')

      const name = groups.name as BundleName // one of the two that the pattern knows
      const { version = 'latest', file = '' } = groups
      const bundle = findBundle(name, version)
      if (!bundle) return notFound(`@clerk/${name} is not installed. Run: npm install @clerk/clerk-js @clerk/ui`)
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
