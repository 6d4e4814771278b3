import { canonicalPassword, errors } from '@frontdesk/contract'
import type { Instance } from '../../instance.js'

/** @throws `form_password_length_too_short`, `form_password_length_too_long` */
export function requireAcceptablePassword(instance: Instance, password: string, parameter = 'password'): void {
  const { minLength, maxLength } = instance.options.password
  const length = [...canonicalPassword(password)].length // characters as people count them, not UTF-16 units
  if (length < minLength) throw errors.formPasswordLengthTooShort(parameter, minLength)
  if (length > maxLength) throw errors.formPasswordLengthTooLong(parameter, maxLength)
}
