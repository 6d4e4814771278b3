import type { FrontendApi } from '../client/frontend-api.js'
import { leave } from './leave.js'

/** Continues as an account that is signed in here. Touching the session renews its cookies; without that a lost token would cause a redirect loop. */
export async function continueAs(api: FrontendApi, sessionId: string, destination: string): Promise<never> {
  await api.sessions.touchSession({ session_id: sessionId, active_organization_id: null })
  return leave(destination)
}
