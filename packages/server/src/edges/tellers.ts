/** How each event shows its resource: the one page that looks down on all of them. */

import { findSession } from '../capabilities/devices/sessions/sessions.js'
import { findEntry } from '../capabilities/entering/waitlist/waitlist.js'
import type { Tellers } from '../capabilities/ground/events/events.js'
import { findUser } from '../capabilities/identity/users/users.js'
import { loadBackendUser } from '../resources/load-user.js'
import { backendSession } from '../resources/session.js'
import { loadWaitlistEntries } from '../resources/waitlist-entry.js'
import type { Instance } from '../start/instance.js'

export const tellers: Tellers = {
  'user.created': user,
  'user.updated': user,
  'session.created': session,
  'session.ended': session,
  'session.removed': session,
  'session.revoked': session,
  'waitlistEntry.created': waitlistEntry,
  'waitlistEntry.updated': waitlistEntry,
}

async function user(tx: Instance, id: string) {
  const found = await findUser(tx, id)
  return found && loadBackendUser(tx, found)
}

async function session(tx: Instance, id: string) {
  const found = await findSession(tx, id)
  const owner = found && (await user(tx, found.user_id))
  return owner && { ...backendSession(found, tx.now()), user: owner }
}

async function waitlistEntry(tx: Instance, id: string) {
  const found = await findEntry(tx, id)
  const [entry] = found ? await loadWaitlistEntries(tx, [found]) : []
  return entry ?? null
}
