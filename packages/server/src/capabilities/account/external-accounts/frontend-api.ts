import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn } from '../../../callers/signed-in.js'
import { externalAccount } from '../../../resources/external-account.js'
import { loadFrontendUser } from '../../../resources/load-user.js'
import { route } from '../../../wire/route.js'
import { wayOf } from '../../entering/social/way.js'
import { requireUser } from '../../identity/users/users.js'
import { connect, disconnect, forgetTokens, reconnect } from './external-accounts.js'

const { me } = frontendApi

export const externalAccountRoutes = [
  route(
    me.createMyExternalAccount,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, browser, session, request, body: { strategy, ...params } }) =>
      externalAccount(await connect(instance, browser.device, session, strategy, wayOf(instance, request, params))),
  ),

  route(
    me.reauthorizeMyExternalAccount,
    { caller: signedIn, counts: ['call', 'change'] },
    async ({ instance, browser, session, request, params, body: { additional_scope, ...fields } }) => {
      const way = wayOf(instance, request, { ...fields, additional_scope: additional_scope?.join(' ') ?? null })
      return externalAccount(await reconnect(instance, browser.device, session, params.external_account_id, way))
    },
  ),

  route(
    me.deleteMyExternalAccount,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, user, params }) => ({
      object: 'external_account' as const,
      id: await disconnect(instance, user.id, params.external_account_id),
      deleted: true as const,
    }),
  ),

  route(
    me.deleteMyExternalAccountTokens,
    { caller: signedIn, counts: ['call', 'change'] },
    async ({ instance, user, params }) => {
      await forgetTokens(instance, user.id, params.external_account_id)
      return loadFrontendUser(instance, await requireUser(instance, user.id))
    },
  ),
]
