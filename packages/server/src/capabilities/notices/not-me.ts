/**
 * "This wasn't me": a link in each notice lets its reader end all sessions and open attempts of the account at once. The password goes
 * too, since whoever signed in may know it; a code by e-mail lets the owner in again.
 */
import { digest } from '../../crypto/digest.js'
import { newSecret } from '../../crypto/random.js'
import { type Instance, transaction } from '../../instance.js'
import { recordEvent } from '../events/events.js'
import { checkSecret, claim, issueSecret } from '../one-time-secrets/one-time-secrets.js'
import { endSessionsOf } from '../sessions/sessions.js'
import { loadBackendUser } from '../users/load.js'
import { findUser, updateUser } from '../users/users.js'
import type { ChangedBy } from './notice-mail.js'

const lifetimeSeconds = 7 * 24 * 3600
const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

export const notMePath = '/not-me'

/** A link that works once, for a week; null where no address of ours is known that mail may name. */
export async function issueNotMeUrl(tx: Instance, userId: string, by: ChangedBy): Promise<string | null> {
  const origin = linkOrigin(tx, by)
  if (origin === null) return null
  const token = newSecret()
  await issueSecret(tx, {
    purpose: 'not_me',
    subject: digest(token),
    secret: token,
    lifetimeSeconds,
    maxAttempts: 3,
    payload: userId,
  })
  return `${origin}${tx.options.basePath}${notMePath}#${token}` // a fragment stays out of logs and Referer headers
}

/** Never what a request says, but for a developer's own machine, where no public URL is set. */
function linkOrigin({ options: { publicUrl, environment } }: Instance, by: ChangedBy): string | null {
  if (publicUrl) return publicUrl
  return environment === 'development' && by?.origin && loopback.test(by.origin) ? by.origin : null
}

/** Ends every session of the account the link was mailed about. @throws `verification_expired` for links that are used or too old */
export async function secureAccount(instance: Instance, token: string): Promise<void> {
  const proof = await checkSecret(instance, 'not_me', digest(token), token)
  await transaction(instance, async (tx) => {
    await claim(tx, proof)
    const userId = proof.payload! // issued with one
    await endSessionsOf(tx, userId)
    const user = await findUser(tx, userId)
    if (!user || user.password_digest === null) return
    const changed = await updateUser(tx, userId, { password_digest: null, password_updated_at: null, password_compromised: 0 })
    await recordEvent(tx, 'user.updated', await loadBackendUser(tx, changed))
  })
}
