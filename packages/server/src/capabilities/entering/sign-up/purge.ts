import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const abandonedSignUps: Purge = {
  what: 'Sign-ups, finished or not',
  end: 'they were abandoned',
  keptDays: 1,
  some: (instance, before, limit) => deleteBefore(instance, 'sign_ups', 'abandon_at', before, limit),
}
