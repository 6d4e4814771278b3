import { isTestingToken } from '../capabilities/devices/testing-tokens/testing-tokens.js'
import type { Instance } from '../start/instance.js'
import type { Incoming } from '../wire/message.js'

/** Whether an app's own test suite asks, by a testing token: it may sign in as often as it likes. */
export function isTestSuite(instance: Instance, { url }: Incoming): boolean {
  const token = url.searchParams.get('__clerk_testing_token')
  return token !== null && isTestingToken(instance, token)
}
