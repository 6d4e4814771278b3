import { newCode } from '../../crypto/random.js'
import type { Instance } from '../../instance.js'

const testCode = '424242'

/** A new code for an address; addresses with `+clerk_test` get a known one, in development instances alone. */
export function codeFor(instance: Instance, emailAddress: string): string {
  return isTestAddress(instance, emailAddress) ? testCode : newCode()
}

/** Such as `jane+clerk_test@example.com`: nothing is sent there. */
export const isTestAddress = (instance: Instance, emailAddress: string): boolean =>
  instance.options.environment === 'development' && /\+clerk_test(?:\+|@|\b)/.test(emailAddress)
