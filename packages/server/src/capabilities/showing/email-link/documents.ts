import { errors } from '@frontdesk/contract'
import * as z from 'zod'
import { sessionTokenIfItFits } from '../../../resources/session-token.js'
import type { Instance } from '../../../start/instance.js'
import { clientCookie, readClientSecret } from '../../../wire/client-cookie.js'
import { refuseForeignForm } from '../../../wire/foreign-origin.js'
import { type Incoming, jsonReply } from '../../../wire/message.js'
import { isSecure, ownOrigin } from '../../../wire/request-context.js'
import { documentRoute } from '../../../wire/route.js'
import { safeRedirectOr, withParameter } from '../../../wire/safe-redirect.js'
import { sessionCookies } from '../../../wire/session-cookies.js'
import { type Opened, openLink } from '../../account/email-links/open-link.js'
import { findClientBySecret } from '../../devices/clients/clients.js'
import { type Device, deviceTraits } from '../../devices/clients/device.js'
import { findSession } from '../../devices/sessions/sessions.js'
import { pageReply } from '../pages/page-html.js'

const longestBody = 1000

const Asked = z.strictObject({ token: z.string(), confirmed: z.boolean().default(false) })

/**
 * The page that a mailed link leads to, and what its script asks. Reading it spends nothing: mail scanners and browsers that fetch ahead
 * load pages, and a HEAD is answered as a GET is.
 */
export const emailLinkDocuments = (basePath: string) => [
  documentRoute('GET', `${basePath}/v1/verify`, { counts: [] }, async ({ instance, request }) =>
    pageReply(instance, request, 'email-link'),
  ),

  documentRoute('POST', `${basePath}/v1/verify`, { counts: ['attempt'] }, async ({ instance, request }) => {
    refuseForeignForm(instance, request)
    const asked = Asked.safeParse(parsed(new TextDecoder().decode(await request.body(longestBody))))
    if (!asked.success) throw errors.requestBodyInvalid()
    if (isAhead(request)) return jsonReply({ status: 'unconfirmed' }) // nobody looks at the page yet, whose script asks
    const secret = readClientSecret(instance, request)
    const client = secret ? await findClientBySecret(instance, secret) : null
    const device: Device = { client, newSecret: null, ...deviceTraits(instance, request) }
    const opened = await openLink(instance, device, asked.data.token, asked.data.confirmed)
    const answer = { status: opened.status, ...redirectOf(instance, request, opened) }
    return { ...jsonReply(answer), cookies: await cookiesOf(instance, request, device, opened) }
  }),
]

/** What browsers say of pages that they fetch, or even run, before anybody opens them. */
const isAhead = (request: Incoming): boolean =>
  /\bprefetch\b/.test(request.header('sec-purpose') ?? request.header('purpose') ?? '')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The page that waits for the outcome, with the outcome in its address. It was allowed when the link was mailed, and must be still. */
function redirectOf(instance: Instance, request: Incoming, { status, redirectUrl, createdSessionId }: Opened) {
  if (redirectUrl === null || status === 'unconfirmed') return {}
  const page = safeRedirectOr(instance, request, redirectUrl, instance.options.afterSignInUrl)
  const told = withParameter(page, '__clerk_status', status)
  return { redirect_url: createdSessionId === null ? told : withParameter(told, '__clerk_created_session', createdSessionId) }
}

/** The browser that asked is signed in by the same answer. */
async function cookiesOf(
  instance: Instance,
  request: Incoming,
  before: Device,
  { device, createdSessionId }: Opened,
): Promise<string[]> {
  if (device.newSecret === null || !device.client) return []
  const cookies = [clientCookie(instance, request, device.newSecret)]
  const isSignedIn = createdSessionId !== null && device.client.last_active_session_id !== before.client?.last_active_session_id
  const session = isSignedIn ? await findSession(instance, createdSessionId) : null
  if (!session) return cookies
  const token = await sessionTokenIfItFits(instance, session, ownOrigin(instance, request))
  const state = token === null ? null : { token, changedAt: device.client.updated_at }
  return [...sessionCookies(instance, state, isSecure(instance, request)), ...cookies]
}
