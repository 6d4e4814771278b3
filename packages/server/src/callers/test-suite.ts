import { isTestingToken } from '../capabilities/devices/testing-tokens/testing-tokens.js'
import { unlimitedCodes } from '../capabilities/ground/one-time-secrets/code-budget.js'
import type { Instance } from '../start/instance.js'
import type { Incoming } from '../wire/message.js'

/** A call with a testing token is not rate limited, so that an app's test suite may sign in as often as it likes. */
export function withTestingToken(instance: Instance, { url }: Incoming): Instance {
  const token = url.searchParams.get('__clerk_testing_token')
  if (token === null || !isTestingToken(instance, token)) return instance
  const settings = { ...instance.settings, rateLimits: { ...instance.settings.rateLimits, ...unlimitedCodes } }
  return { ...instance, settings, rateLimiter: { count: () => {} } }
}
