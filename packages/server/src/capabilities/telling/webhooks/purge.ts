import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const settledWebhooks: Purge = {
  what: 'Deliveries of webhooks, with their attempts (`events.keptDays`)',
  end: 'they were delivered or given up',
  keptDays: ({ events }) => events.keptDays,
  some: (instance, before, limit) => deleteBefore(instance, 'webhook_deliveries', 'settled_at', before, limit),
}
