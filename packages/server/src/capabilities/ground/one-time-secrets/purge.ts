import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const expiredSecrets: Purge = {
  what: 'Codes and links, as fingerprints',
  end: 'they expired',
  keptDays: 1,
  some: (instance, before, limit) => deleteBefore(instance, 'one_time_secrets', 'expires_at', before, limit),
}
