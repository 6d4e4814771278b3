/** What a new password must be: long enough, and nothing that a guesser tries first. It is checked here, and told to nobody. */
import { canonicalPassword, errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { isBreached } from './breached.js'
import { isCommon } from './common-passwords.js'
import { easyPatternIn } from './easy-patterns.js'
import { type Chooser, personalPart } from './personal.js'
import { strengthOf } from './strength.js'

/**
 * @throws `form_password_length_too_short`, `form_password_length_too_long`, `form_password_pwned`, `form_password_matches_identifier`,
 * `form_password_not_strong_enough`
 */
export async function requireAcceptablePassword(
  instance: Instance,
  typed: string,
  chooser: Chooser,
  parameter = 'password',
): Promise<void> {
  const { minLength, maxLength, refuseEasy, minStrength, breachApiUrl } = (await presentSettings(instance)).password
  const password = canonicalPassword(typed)
  const length = [...password].length // characters as people count them, not UTF-16 units
  if (length < minLength) throw errors.formPasswordLengthTooShort(parameter, minLength)
  if (length > maxLength) throw errors.formPasswordLengthTooLong(parameter, maxLength)
  if (refuseEasy) await refuseEasyPassword(instance, password, chooser, parameter)
  if (breachApiUrl && (await isBreached(instance, breachApiUrl, typed))) throw errors.formPasswordPwned(parameter)
  if (minStrength > 0 && (await strengthOf(password, chooser)) < minStrength)
    throw errors.formPasswordNotStrongEnough(parameter, 'anotherWord')
}

async function refuseEasyPassword(instance: Instance, password: string, chooser: Chooser, parameter: string): Promise<void> {
  const personal = personalPart(password, chooser, instance.settings.branding.applicationName)
  if (personal === 'identifier') throw errors.formPasswordMatchesIdentifier(parameter)
  if (await isCommon(password)) throw errors.formPasswordPwned(parameter)
  const pattern = easyPatternIn(password)
  if (personal || pattern) throw errors.formPasswordNotStrongEnough(parameter, pattern ?? 'anotherWord')
}
