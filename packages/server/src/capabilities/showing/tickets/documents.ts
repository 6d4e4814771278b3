import { ApiError } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { pageFromPages } from '../../../wire/addresses.js'
import { readClientSecret } from '../../../wire/client-cookie.js'
import type { Incoming } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import { type SafeRedirect, safeRedirectOr, seeOther, withParameter } from '../../../wire/safe-redirect.js'
import { findClientBySecret } from '../../devices/clients/clients.js'
import { activeSessionsOf } from '../../devices/sessions/sessions.js'
import { findInvitation } from '../../entering/invitations/invitations.js'
import { findSignInToken } from '../../entering/sign-in-tokens/sign-in-tokens.js'
import { readTicket } from '../../entering/tickets/tickets.js'
import { findUserByEmailAddress } from '../../identity/email-addresses/email-addresses.js'

/** Where the link of an invitation or a sign-in token leads on to: the page that takes the ticket. Following it spends nothing. */
export const ticketDocuments = (basePath: string) => [
  documentRoute('GET', `${basePath}/v1/tickets/accept`, { counts: ['attempt'] }, async ({ instance, request }) => {
    const text = request.url.searchParams.get('ticket') ?? ''
    const { status, page } = await landingOf(instance, request, text)
    return seeOther(withParameter(withParameter(page, '__clerk_ticket', text), '__clerk_status', status), [])
  }),
]

interface Landing {
  /** What the ticket is good for in this browser. */
  status: 'sign_in' | 'sign_up' | 'complete'
  page: SafeRedirect
}

/** A ticket that is none leads to the sign-up page, which says so. */
async function landingOf(instance: Instance, request: Incoming, text: string): Promise<Landing> {
  const { options } = instance
  const own = (key: 'signIn' | 'signUp', wanted: string | null = null) =>
    safeRedirectOr(instance, request, wanted, pageFromPages(options, key))
  const found = await sourceOf(instance, text)
  if (!found) return { status: 'sign_up', page: own('signUp') }
  const { userId, redirectUrl } = found
  if (userId === null) return { status: 'sign_up', page: own('signUp', redirectUrl) }
  const status = (await isSignedIn(instance, request, userId)) ? 'complete' : 'sign_in'
  return { status, page: own('signIn', redirectUrl) }
}

async function sourceOf(instance: Instance, text: string): Promise<{ userId: string | null; redirectUrl: string | null } | null> {
  const ticket = ticketIn(text)
  if (!ticket) return null
  if (ticket.kind === 'sit') {
    const token = await findSignInToken(instance, ticket.sourceId)
    return token && { userId: token.user_id, redirectUrl: null }
  }
  const invitation = await findInvitation(instance, ticket.sourceId)
  const user = invitation && (await findUserByEmailAddress(instance, invitation.email_address))
  return invitation && { userId: user?.id ?? null, redirectUrl: invitation.redirect_url }
}

function ticketIn(text: string) {
  try {
    return readTicket(text)
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

async function isSignedIn(instance: Instance, request: Incoming, userId: string): Promise<boolean> {
  const secret = readClientSecret(instance, request)
  const client = secret ? await findClientBySecret(instance, secret) : null
  return client !== null && (await activeSessionsOf(instance, client.id)).some(({ user_id }) => user_id === userId)
}
