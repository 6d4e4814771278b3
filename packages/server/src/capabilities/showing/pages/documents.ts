/** The hosted pages: sign-in, sign-up and profile, and the files they are made of. */
import { errors, type PageName } from '@frontdesk/contract'
import type { Options } from '../../../start/options.js'
import { pagesWithSteps } from '../../../start/pages.js'
import { answerAsset } from '../../../wire/asset.js'
import { documentRoute } from '../../../wire/route.js'
import { builtPages } from './built-pages.js'
import { pageReply } from './page-html.js'

/** Each page answers at its path and everywhere below it: its script reads the rest of the path as the step. */
export function pageDocuments({ basePath, pages, ownPages }: Options) {
  const names = { signIn: 'sign-in', signUp: 'sign-up', user: 'user' } as const satisfies Record<string, PageName>
  const shown = pagesWithSteps.filter((key) => ownPages.includes(key))
  return [
    ...shown.map((key) =>
      documentRoute('GET', `${pages[key]}/*`, { counts: [] }, async ({ instance, request }) =>
        pageReply(instance, request, names[key]),
      ),
    ),
    documentRoute('GET', `${basePath}/ui/*`, { counts: [] }, async ({ request }) => {
      const asset = await builtPages().asset(request.url.pathname.slice(`${basePath}/ui/`.length))
      if (!asset) throw errors.resourceNotFound()
      // Names hold a hash of the content, so what a name stands for never changes.
      return answerAsset(request, asset, { 'cache-control': 'public, max-age=31536000, immutable' })
    }),
  ]
}
