/** Events with codes and links that open accounts are sealed where they are stored, as the mail itself is. */

import { type SealedEventType, sealedEventTypes } from '@frontdesk/contract'
import type { Vault } from '../../../crypto/vault.js'
import { fromJson, toJson } from '../../../database/columns.js'
import type { EventsTable } from './tables.js'

type Event = Pick<EventsTable, 'id' | 'type' | 'data'>

export const isSealed = (type: string): type is SealedEventType => (sealedEventTypes as readonly string[]).includes(type)
const purpose = ({ id, type }: Event) => `${type} ${id}`

export const storedData = (vault: Vault, event: Event): string =>
  isSealed(event.type) ? toJson({ sealed: vault.seal(event.data, purpose(event)) }) : event.data

export const openedData = (vault: Vault, event: Event): string =>
  isSealed(event.type) ? vault.open(fromJson<{ sealed: string }>(event.data).sealed, purpose(event)) : event.data
