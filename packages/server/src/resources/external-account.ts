import type { ExternalAccount, OauthAccessToken, Verification } from '@frontdesk/contract'
import type { ExternalAccountRow, ExternalTokens } from '../capabilities/identity/external-accounts/external-accounts.js'
import { fromJson } from '../database/columns.js'

/** Without its tokens, which are shown to servers only, and by an operation of their own. */
export function externalAccount(row: ExternalAccountRow): ExternalAccount {
  return {
    object: row.provider === 'google' ? 'google_account' : row.provider === 'facebook' ? 'facebook_account' : 'external_account',
    id: row.id,
    identification_id: row.identification_id,
    provider: `oauth_${row.provider}`,
    provider_user_id: row.provider_user_id ?? '',
    approved_scopes: row.approved_scopes,
    email_address: row.email_address,
    email_address_verified: row.provider_user_id === null ? null : row.email_verified === 1,
    first_name: row.first_name,
    last_name: row.last_name,
    avatar_url: row.image_url ?? '',
    image_url: row.image_url,
    username: row.username,
    phone_number: row.phone_number,
    public_metadata: {},
    label: null,
    created_at: row.created_at,
    updated_at: row.updated_at,
    verification: fromJson<Verification>(row.verification),
  }
}

export const oauthAccessToken = (row: ExternalAccountRow, tokens: ExternalTokens): OauthAccessToken => ({
  object: 'oauth_access_token',
  external_account_id: row.id,
  provider_user_id: row.provider_user_id ?? '',
  token: tokens.accessToken,
  expires_at: tokens.expiresAt,
  provider: `oauth_${row.provider}`,
  public_metadata: {},
  label: null,
  scopes: row.approved_scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
  ...(tokens.idToken !== null && { id_token: tokens.idToken }),
})
