import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { Settings, SettingsPatch } from '../resources/instance-settings.js'
import { flag, text } from '../wire.js'

/** Frontdesk's own operations: the instance's settings as one document. */
export const instance = defineOperations('backend', backendOperations.instance, {
  getSettings: { response: Settings, versioned: true },
  updateSettings: {
    query: z.strictObject({ dry_run: flag.default(false), reason: text().optional() }),
    body: SettingsPatch,
    response: Settings,
    versioned: true,
  },
})
