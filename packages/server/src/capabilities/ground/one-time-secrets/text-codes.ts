/** Codes by text message. Each costs money, and whose number it is knows nobody before it is answered: so there are budgets. */
import { errors } from '@frontdesk/contract'
import { isTestNumber, readPhoneNumber } from '../../../basics/phone-number.js'
import { newCode } from '../../../crypto/random.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type CodeText, codeText } from '../texts/code-text.js'
import { sendText, type TextOwner } from '../texts/send-text.js'
import { requireRoomToSend } from './code-budget.js'
import { testCode } from './codes.js'
import { requireRoomInCountry } from './country-budget.js'
import { issueSecret, type Purpose } from './one-time-secrets.js'

interface CodeToSend {
  purpose: Purpose
  subject: string
  kind: CodeText
  /** As E.164 has it. */
  to: string
  owner: TextOwner
  /** False where nobody may learn that there is nobody to send it to: it is issued and counted all the same. */
  isSent?: boolean
}

/** A number as the record names it; the numbers of strangers are not kept. */
export const recipientOfText = (instance: Instance, number: string): string =>
  instance.vault.fingerprint(`tel:${number}`, 'code recipient')

/**
 * Sends a new code; the subject's earlier ones stop working. Test numbers get a known code and no message, in development and from this
 * machine. Call it with the transactional instance.
 * @throws `too_many_requests` when the number, or its country, was sent too many, no matter who asked; `unsupported_country_code`,
 * `form_param_format_invalid` for a number that must not be written to, whoever let it in
 */
export async function sendTextCode(
  tx: Transaction,
  { purpose, subject, kind, to, owner, isSent = true }: CodeToSend,
): Promise<void> {
  const isTest = tx.takesTestCodes && isTestNumber(to)
  const { country } = await requireWritable(tx, to)
  const recipient = isTest ? null : recipientOfText(tx, to)
  if (recipient !== null) {
    await requireRoomToSend(tx, recipient)
    await requireRoomInCountry(tx, country)
  }
  const code = isTest ? testCode : newCode()
  await issueSecret(tx, {
    purpose,
    subject,
    secret: code,
    recipient,
    country: isTest ? null : country,
    ...tx.settings.codes,
  })
  if (isSent) await sendText(tx, codeText(tx, { kind, to, code }), owner)
}

/** A number that may be written to: somebody's own, in a country that the instance serves. @throws `form_param_format_invalid`, `unsupported_country_code` */
export async function requireWritable(
  { settings, options }: Pick<Instance, 'settings' | 'options'>,
  typed: string,
  parameter = 'phone_number',
): Promise<{ number: string; country: string }> {
  const { defaultCountry, countries } = settings.phoneNumbers
  const read = await readPhoneNumber(typed, defaultCountry)
  if (!read)
    throw errors.formParamFormatInvalid(parameter, 'must be a whole number with its country code, such as +4915123456789')
  const { number, country, isPersonal } = read
  if (isTestNumber(number) && options.environment === 'development') return { number, country: country! }
  if (isTestNumber(number) || !isPersonal)
    throw errors.formParamFormatInvalid(parameter, 'must be a number of your own that takes text messages')
  if (country === null || (countries.length > 0 && !countries.includes(country)))
    throw errors.unsupportedCountryCode(parameter, country)
  return { number, country }
}
