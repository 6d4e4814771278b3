/** How each event shows its resource: the one page that looks down on all of them. */
import type { Tellers } from './capabilities/events/events.js'
import { backendSession } from './capabilities/sessions/resource.js'
import { findSession } from './capabilities/sessions/sessions.js'
import { loadBackendUser } from './capabilities/users/load.js'
import { findUser } from './capabilities/users/users.js'
import type { Instance } from './instance.js'

export const tellers: Tellers = {
  'user.created': user,
  'user.updated': user,
  'session.created': session,
  'session.ended': session,
  'session.removed': session,
  'session.revoked': session,
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
