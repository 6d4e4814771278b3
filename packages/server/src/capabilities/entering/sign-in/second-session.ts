import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import { maxPeoplePerBrowser } from '../../devices/sessions/sessions.js'
import { signedInSessionsOf } from '../../devices/sessions/signed-in.js'
import type { UserRow } from '../../identity/users/users.js'

/**
 * One person has one session per browser; an instance may allow only one person.
 * @throws `identifier_already_signed_in`, `session_exists`, `session_quota_exceeded`
 */
export async function refuseSecondSession(instance: Instance, { client }: Device, user: UserRow | null): Promise<void> {
  if (!client) return
  const sessions = await signedInSessionsOf(instance, client.id)
  const own = sessions.find((session) => session.user_id === user?.id)
  if (own) throw errors.identifierAlreadySignedIn(own.id)
  if (instance.settings.session.single && sessions.length > 0) throw errors.sessionExists()
  if (sessions.length >= maxPeoplePerBrowser) throw errors.sessionQuotaExceeded(maxPeoplePerBrowser)
}
