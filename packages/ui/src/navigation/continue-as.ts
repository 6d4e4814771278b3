import type { FrontendApi } from '../client/frontend-api.js'
import { leave } from './leave.js'

/** Goes on as an account that is signed in here. Touching renews the cookies, so a lost session token sends nobody in circles. */
export async function continueAs(api: FrontendApi, sessionId: string, destination: string): Promise<never> {
  await api.sessions.touchSession({ session_id: sessionId, active_organization_id: null })
  return leave(destination)
}
