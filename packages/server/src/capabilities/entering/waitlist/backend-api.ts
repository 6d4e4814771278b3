import { backendApi, errors } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { loadWaitlistEntries, waitlistEntryResource } from '../../../resources/waitlist-entry.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import {
  countEntries,
  deleteEntry,
  inviteEntry,
  joinWaitlist,
  listEntries,
  rejectEntry,
  type WaitlistEntryRow,
} from './waitlist.js'

const { waitlistEntries } = backendApi

export const backendWaitlistRoutes = [
  route(waitlistEntries.list, { caller: secretKey, counts: [] }, async ({ instance, query: { status, query, ...page } }) => {
    const filter = { status, query }
    const data = await loadWaitlistEntries(instance, await listEntries(instance, filter, page))
    return { data, total_count: await countEntries(instance, filter) }
  }),

  route(waitlistEntries.create, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    shown(instance, await transaction(instance, (tx) => joinWaitlist(tx, body.email_address, body.notify ?? true))),
  ),

  route(waitlistEntries.createBulk, { caller: secretKey, counts: [] }, async ({ instance, body }) => {
    const addresses = body.map(({ email_address }) => email_address)
    if (new Set(addresses).size < addresses.length) throw errors.formParamValueInvalid('email_address', 'is there twice')
    const entries = await transaction(instance, async (tx) => {
      const made: WaitlistEntryRow[] = []
      for (const { email_address, notify } of body) made.push(await joinWaitlist(tx, email_address, notify ?? true))
      return made
    })
    return loadWaitlistEntries(instance, entries)
  }),

  route(waitlistEntries.invite, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const { entry, invited } = await transaction(instance, (tx) =>
      inviteEntry(tx, params.waitlist_entry_id, body.ignore_existing ?? false),
    )
    return waitlistEntryResource(instance, entry, invited.invitation, invited.url)
  }),

  route(waitlistEntries.reject, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    shown(instance, await transaction(instance, (tx) => rejectEntry(tx, params.waitlist_entry_id))),
  ),

  route(waitlistEntries.delete, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    await transaction(instance, (tx) => deleteEntry(tx, params.waitlist_entry_id))
    return { object: 'waitlist_entry', id: params.waitlist_entry_id, deleted: true as const }
  }),
]

async function shown(instance: Instance, entry: WaitlistEntryRow) {
  const [resource] = await loadWaitlistEntries(instance, [entry])
  return resource! // one in, one out
}
