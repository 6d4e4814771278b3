import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { InstanceRestrictions, Settings, SettingsPatch } from '../resources/instance-settings.js'
import { flag, text } from '../wire.js'

const restriction = flag.nullable().optional()
const restrictions = {
  allowlist: restriction,
  blocklist: restriction,
  allowlist_blocklist_disabled_on_sign_in: restriction,
  block_email_subaddresses: restriction,
  block_disposable_email_domains: restriction,
}

/** The instance's settings: as one document by Frontdesk's own operations, and some of them by Clerk's. */
export const instance = defineOperations('backend', backendOperations.instance, {
  getSettings: { response: Settings, versioned: true },
  updateSettings: {
    query: z.strictObject({ dry_run: flag.default(false), reason: text().optional() }),
    body: SettingsPatch,
    response: Settings,
    versioned: true,
  },
  updateRestrictions: { body: z.strictObject(restrictions), response: InstanceRestrictions },
})
