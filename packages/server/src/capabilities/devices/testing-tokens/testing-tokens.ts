/** Testing tokens lift the rate limits of development instances for an hour. They need no row: only this instance can seal one. */
import type { TestingToken } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'

const lifetimeSeconds = 3600
const purpose = 'testing_token'

/** `expires_at` is in seconds since 1970, as `@clerk/testing` expects it. */
export function createTestingToken(instance: Instance): TestingToken {
  const expiresAt = Math.floor(instance.now() / 1000) + lifetimeSeconds
  return { object: 'testing_token', token: instance.vault.seal(String(expiresAt), purpose), expires_at: expiresAt }
}

export function isTestingToken(instance: Instance, token: string): boolean {
  if (instance.options.environment !== 'development') return false
  try {
    return Number(instance.vault.open(token, purpose)) * 1000 > instance.now()
  } catch {
    return false // sealed by nobody, or for another purpose
  }
}
