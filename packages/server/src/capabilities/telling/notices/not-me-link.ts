/** The link in a notice by which its reader says "this wasn't me"; `account/not-me.ts` is what it does. */
import { digest } from '../../../crypto/digest.js'
import { newSecret } from '../../../crypto/random.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { serverOrigin } from '../../../wire/addresses.js'
import { issueSecret } from '../../ground/one-time-secrets/one-time-secrets.js'
import type { ChangedBy } from './notice-mail.js'

export const notMeLifetimeSeconds = 7 * 24 * 3600
const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

export const notMePath = '/not-me'

/** A link that works once, for a week; null where no address of ours is known that mail may name. */
export async function issueNotMeUrl(tx: Transaction, userId: string, by: ChangedBy): Promise<string | null> {
  const origin = linkOrigin(tx, by)
  if (origin === null) return null
  const token = newSecret()
  await issueSecret(tx, {
    purpose: 'not_me',
    subject: digest(token),
    secret: token,
    lifetimeSeconds: notMeLifetimeSeconds,
    maxAttempts: 3,
    payload: userId,
  })
  return `${origin}${tx.options.basePath}${notMePath}#${token}` // a fragment stays out of logs and Referer headers
}

/** Never what a request says, but for a developer's own machine, where no public URL is set. */
function linkOrigin({ options }: Instance, by: ChangedBy): string | null {
  const known = serverOrigin(options)
  if (known) return known
  return options.environment === 'development' && by?.origin && loopback.test(by.origin) ? by.origin : null
}
