import type { AllowlistIdentifier, BlocklistIdentifier } from '@frontdesk/contract'
import type { ListedIdentifierRow } from '../capabilities/entering/restrictions/lists.js'
import type { Instance } from '../start/instance.js'

export const allowlistIdentifier = (instance: Instance, row: ListedIdentifierRow): AllowlistIdentifier => ({
  object: 'allowlist_identifier',
  ...shared(instance, row),
  ...(row.invitation_id !== null && { invitation_id: row.invitation_id }),
})

export const blocklistIdentifier = (instance: Instance, row: ListedIdentifierRow): BlocklistIdentifier => ({
  object: 'blocklist_identifier',
  ...shared(instance, row),
})

const shared = ({ keys }: Instance, { id, identifier, identifier_type, created_at, updated_at }: ListedIdentifierRow) => ({
  id,
  identifier,
  identifier_type,
  instance_id: keys.instanceId,
  created_at,
  updated_at,
})
