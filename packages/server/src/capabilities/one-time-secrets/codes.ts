import { newCode } from '../../crypto/random.js'
import type { Instance } from '../../instance.js'
import { isTestAddress } from '../../messages/test-address.js'

const testCode = '424242'

/** A new code for an address; addresses with `+clerk_test` get a known one, in development instances alone. */
export function codeFor(instance: Instance, emailAddress: string): string {
  return isTestAddress(instance.options, emailAddress) ? testCode : newCode()
}
