import type { SignInToken } from '@frontdesk/contract'
import type { SignInTokenRow } from '../capabilities/entering/sign-in-tokens/sign-in-tokens.js'

/** Its secret, and the link that has it, are known only where the token is made. */
export const signInTokenResource = (row: SignInTokenRow, secret?: { token: string; url: string }): SignInToken => ({
  object: 'sign_in_token',
  id: row.id,
  user_id: row.user_id,
  token: secret?.token ?? '',
  status: row.status,
  url: secret?.url ?? null,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
