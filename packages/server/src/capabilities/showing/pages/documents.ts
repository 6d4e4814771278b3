/** The hosted pages: sign-in, sign-up and profile, and the files they are made of. */
import { errors, type PageName } from '@frontdesk/contract'
import { sessionTokenIfItFits } from '../../../resources/session-token.js'
import type { Instance } from '../../../start/instance.js'
import type { Options } from '../../../start/options.js'
import { pagesWithSteps } from '../../../start/pages.js'
import { answerAsset } from '../../../wire/asset.js'
import { clientCookie, readClientSecret } from '../../../wire/client-cookie.js'
import type { Incoming, Reply } from '../../../wire/message.js'
import { isSecure, ownOrigin } from '../../../wire/request-context.js'
import { documentRoute } from '../../../wire/route.js'
import { redirectTo, safeRedirectOr } from '../../../wire/safe-redirect.js'
import { sessionCookies } from '../../../wire/session-cookies.js'
import { findClientBySecret } from '../../devices/clients/clients.js'
import { deviceTraits } from '../../devices/clients/device.js'
import { exchangeFormerCookies } from '../../devices/former-sessions/former-sessions.js'
import { builtPages } from './built-pages.js'
import { pageReply } from './page-html.js'

/** Each page answers at its path and everywhere below it: its script reads the rest of the path as the step. */
export function pageDocuments({ basePath, pages, ownPages }: Options) {
  const names = { signIn: 'sign-in', signUp: 'sign-up', user: 'user', waitlist: 'waitlist' } as const satisfies Record<
    string,
    PageName
  >
  const shown = pagesWithSteps.filter((key) => ownPages.includes(key))
  return [
    ...shown.map((key) =>
      documentRoute(
        'GET',
        `${pages[key]}/*`,
        { counts: [] },
        async ({ instance, request }) =>
          (await sentOn(instance, request, names[key])) ?? pageReply(instance, request, names[key]),
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

/** Who was signed in at the former service needs no page: they go on to where they were about to sign in. */
async function sentOn(instance: Instance, request: Incoming, page: PageName): Promise<Reply | null> {
  if (!instance.former) return null
  const secret = readClientSecret(instance, request)
  const client = secret ? await findClientBySecret(instance, secret) : null
  const entered = await exchangeFormerCookies(instance, request, { client, newSecret: null, ...deviceTraits(instance, request) })
  if (!entered) return null

  const { session, device } = entered
  const token = await sessionTokenIfItFits(instance, session, ownOrigin(instance, request))
  const state = token === null ? null : { token, changedAt: device.client.updated_at }
  const { options } = instance
  const target = page === 'user' ? request.path : request.url.searchParams.get('redirect_url')
  return redirectTo(safeRedirectOr(instance, request, target, options.afterSignInUrl), [
    ...sessionCookies(instance, state, isSecure(instance, request)),
    ...(device.newSecret === null ? [] : [clientCookie(instance, request, device.newSecret)]),
  ])
}
