import { unlimitedCodes } from '../capabilities/one-time-secrets/code-budget.js'
import { isTestingToken } from '../capabilities/testing-tokens/testing-tokens.js'
import type { Incoming } from '../http/message.js'
import type { Instance } from '../instance.js'

/** A call with a testing token is not rate limited, so that an app's test suite may sign in as often as it likes. */
export function withTestingToken(instance: Instance, { url }: Incoming): Instance {
  const token = url.searchParams.get('__clerk_testing_token')
  if (token === null || !isTestingToken(instance, token)) return instance
  const settings = { ...instance.settings, rateLimits: { ...instance.settings.rateLimits, ...unlimitedCodes } }
  return { ...instance, settings, rateLimiter: { count: () => {} } }
}
