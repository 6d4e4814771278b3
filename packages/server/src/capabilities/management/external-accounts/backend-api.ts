import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { oauthAccessToken } from '../../../resources/external-account.js'
import { route } from '../../../wire/route.js'
import { removeAccountOf } from './remove.js'
import { accessTokensOf } from './tokens.js'

const { users } = backendApi

export const backendExternalAccountRoutes = [
  route(
    users.getUserOauthAccessToken,
    { caller: secretKey, counts: [] },
    async ({ instance, params, query: { paginated, limit, offset } }) => {
      const all = (await accessTokensOf(instance, params.user_id, params.provider)).map(({ account, tokens }) =>
        oauthAccessToken(account, tokens),
      )
      const data = all.slice(offset, offset + limit)
      return paginated ? { data, total_count: all.length } : data
    },
  ),

  route(users.deleteUserExternalAccount, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    const id = await removeAccountOf(instance, params.user_id, params.external_account_id)
    return { object: 'external_account', id, deleted: true as const }
  }),
]
