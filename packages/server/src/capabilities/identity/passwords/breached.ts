/**
 * Whether a password has leaked somewhere, by a service that is told the first five of the forty digits of its SHA-1 and answers with all
 * endings that it knows (k-anonymity). Padding hides how many there are. The service is asked where it is configured, besides the list that
 * comes with the server: where it gives no answer in time that list alone decides, since nobody could choose a password otherwise.
 */
import { createHash } from 'node:crypto'
import type { Instance } from '../../../start/instance.js'
import { isCommon } from './common-passwords.js'

const timeoutMs = 3_000

export async function isBreached(instance: Instance, apiUrl: string, password: string): Promise<boolean> {
  const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const address = `${apiUrl.replace(/\/*$/, '/')}${sha1.slice(0, 5)}`
    const response = await instance.outbound.fetch(address, { headers: { 'add-padding': 'true' }, timeoutMs })
    if (!response.ok) throw new Error(`It answered ${response.status}`)
    const lines = (await response.text()).split(/\r?\n/)
    return lines.some((line) => line.startsWith(`${sha1.slice(5)}:`) && line.slice(36) !== '0') // padding has a count of 0
  } catch (error) {
    const { message } = error as Error // the client throws no others
    instance.log({ level: 'warn', message: `Leaked passwords could not be looked up: ${message}` })
    return false
  }
}

/** Whether a right password is one that others know, for instances that refuse those at sign-in. */
export async function isKnownToOthers(instance: Instance, password: string): Promise<boolean> {
  const { breachApiUrl } = instance.settings.password
  return (await isCommon(password)) || (breachApiUrl !== '' && (await isBreached(instance, breachApiUrl, password)))
}
