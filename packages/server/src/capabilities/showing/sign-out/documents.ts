/**
 * Signing out by a plain form, for apps whose pages are HTML from the server: `<form method="post" action="/sign-out">`. Only a page of
 * ours or of an allowed origin can send it, and who opens the address is asked first, so that no link or picture signs anybody out.
 */
import { originOf } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Options } from '../../../start/options.js'
import { fromPages } from '../../../wire/addresses.js'
import { readValues } from '../../../wire/body.js'
import { readClientSecret } from '../../../wire/client-cookie.js'
import { removedCrowd } from '../../../wire/crowded-cookies.js'
import { refuseForeignForm } from '../../../wire/foreign-origin.js'
import type { Incoming } from '../../../wire/message.js'
import { isSecure } from '../../../wire/request-context.js'
import { type DocumentRoute, documentRoute } from '../../../wire/route.js'
import { safeRedirectOr, seeOther } from '../../../wire/safe-redirect.js'
import { sessionCookies } from '../../../wire/session-cookies.js'
import { findClientBySecret } from '../../devices/clients/clients.js'
import { deviceTraits } from '../../devices/clients/device.js'
import { signOut } from '../../devices/sessions/sessions.js'
import { signOutPage } from './sign-out-page.js'

const limits = { maxBytes: 16 * 1024, maxNames: 20 }

export const signOutDocuments = (options: Options): DocumentRoute[] => {
  const { pages, ownPages } = options
  if (!ownPages.includes('signOut')) return []
  const target = (instance: Instance, request: Incoming, asked: unknown) =>
    safeRedirectOr(
      instance,
      request,
      typeof asked === 'string' ? fromPages(options, asked) : null,
      fromPages(options, options.afterSignOutUrl),
    )
  const queryOf = ({ url }: Incoming) => url.searchParams.get('redirect_url')

  return [
    documentRoute('GET', pages.signOut, { counts: [] }, async ({ instance, request }) => {
      const location = target(instance, request, queryOf(request))
      return signOutPage(instance, request, location, location.startsWith('/') ? null : originOf(new URL(location)))
    }),

    documentRoute('POST', pages.signOut, { counts: ['call'] }, async ({ instance, request }) => {
      refuseForeignForm(instance, request)
      const { redirect_url: asked = queryOf(request) } = await readValues(request, limits)
      await signOutBrowser(instance, request)
      const cookies = [...removedCrowd(instance, request), ...sessionCookies(instance, null, isSecure(instance, request))]
      return seeOther(target(instance, request, asked), cookies)
    }),
  ]
}

/** Ends the sessions of all who are signed in here; a browser without any is signed out already. */
async function signOutBrowser(instance: Instance, request: Incoming): Promise<void> {
  const secret = readClientSecret(instance, request)
  const client = secret && (await findClientBySecret(instance, secret))
  if (!client) return
  const device = { ...deviceTraits(instance, request), client, newSecret: null }
  await transaction(instance, (tx) => signOut(tx, device))
}
