import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const abandonedSignIns: Purge = {
  what: 'Sign-ins, finished or not',
  end: 'they were abandoned',
  keptDays: 1,
  some: (instance, before, limit) => deleteBefore(instance, 'sign_ins', 'abandon_at', before, limit),
}
