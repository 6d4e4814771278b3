import { backendApi, errors } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { signInTokenResource } from '../../../resources/sign-in-token.js'
import { transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { ticketUrl } from '../tickets/tickets.js'
import { createSignInToken, revokeSignInToken } from './sign-in-tokens.js'

const { signInTokens } = backendApi

export const backendSignInTokenRoutes = [
  route(signInTokens.createSignInToken, { caller: secretKey, counts: [] }, async ({ instance, body }) => {
    if (body.org_id) throw errors.featureNotEnabled('org_id')
    const { token, ticket } = await transaction(instance, (tx) => createSignInToken(tx, body.user_id, body.expires_in_seconds))
    return signInTokenResource(token, { token: ticket, url: ticketUrl(instance, ticket) })
  }),

  route(signInTokens.revokeSignInToken, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    signInTokenResource(await transaction(instance, (tx) => revokeSignInToken(tx, params.sign_in_token_id))),
  ),
]
