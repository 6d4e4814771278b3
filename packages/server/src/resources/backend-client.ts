import type { BackendClient } from '@frontdesk/contract'
import type { ClientRow } from '../capabilities/devices/clients/clients.js'
import { activeSessionsOfAll } from '../capabilities/devices/sessions/sessions.js'
import { currentSession } from '../capabilities/devices/sessions/signed-in.js'
import type { Instance } from '../start/instance.js'
import { backendSession } from './session.js'

/** Clients as the Backend API shows them, with their active sessions: one query, however many clients. */
export async function backendClients(instance: Instance, clients: ClientRow[]): Promise<BackendClient[]> {
  const sessions = await activeSessionsOfAll(
    instance,
    clients.map((client) => client.id),
  )
  return clients.map((client) => {
    const own = sessions.filter((session) => session.client_id === client.id)
    return {
      object: 'client',
      id: client.id,
      session_ids: own.map((session) => session.id),
      sessions: own.map((session) => backendSession(session, instance.now())),
      sign_in_id: client.sign_in_id,
      sign_up_id: client.sign_up_id,
      last_active_session_id: currentSession(own, client)?.id ?? null,
      last_authentication_strategy: client.last_authentication_strategy,
      created_at: client.created_at,
      updated_at: client.updated_at,
    }
  })
}
