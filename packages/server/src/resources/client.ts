import type { Client } from '@frontdesk/contract'
import type { ClientRow } from '../capabilities/devices/clients/clients.js'
import { activeSessionsOf } from '../capabilities/devices/sessions/sessions.js'
import { currentSession } from '../capabilities/devices/sessions/signed-in.js'
import type { Instance } from '../start/instance.js'
import { loadFrontendUsers } from './load-user.js'
import { frontendSession } from './session.js'
import { currentSignIn } from './sign-in.js'
import { currentSignUp } from './sign-up.js'

/** The browser's state as its pages see it: who is signed in here, and which attempt is under way. */
export async function clientResource(instance: Instance, client: ClientRow, azp: string | null): Promise<Client> {
  const sessions = await activeSessionsOf(instance, client.id)
  const users = await loadFrontendUsers(
    instance,
    sessions.map((session) => session.user_id),
  )
  const visible = sessions.filter((session) => !users.get(session.user_id)?.banned)

  return {
    object: 'client',
    id: client.id,
    sessions: await Promise.all(visible.map((session) => frontendSession(instance, session, users.get(session.user_id)!, azp))),
    sign_in: await currentSignIn(instance, client),
    sign_up: await currentSignUp(instance, client),
    last_active_session_id: currentSession(visible, client)?.id ?? null,
    last_authentication_strategy: client.last_authentication_strategy,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.created_at,
    updated_at: client.updated_at,
  }
}
