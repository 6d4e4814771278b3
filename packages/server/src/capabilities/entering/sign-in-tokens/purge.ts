import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const expiredSignInTokens: Purge = {
  what: 'Sign-in tokens, used or not',
  end: 'they expired',
  keptDays: 1,
  some: (instance, before, limit) => deleteBefore(instance, 'sign_in_tokens', 'expires_at', before, limit),
}
