/** Codes by text message. */
import { errors, type SupportedFirstFactor, type SupportedSecondFactor } from '@frontdesk/contract'
import { sendTextCode } from '../../ground/one-time-secrets/text-codes.js'
import type { Settings } from '../../ground/settings/settings.js'
import type { CodeText } from '../../ground/texts/code-text.js'
import { type VerifiedPhoneNumber, verifyNumberByProof } from '../../identity/phone-numbers/phone-numbers.js'
import { holds } from '../../identity/users/holdings.js'
import type { Account, AccountNumber, FirstFactor, IdentifierFactor, ReverificationFactor, SecondFactor } from './factor.js'
import { type CodeKind, codeFactor, identifierCode } from './sent-code.js'

const texted: CodeKind<'sign_in' | 'again' | 'second' | 'reset', CodeText, AccountNumber, VerifiedPhoneNumber> = {
  proves: 'phone_number',
  errands: {
    sign_in: { strategy: 'phone_code', purpose: 'sign_in_phone_code', kind: 'sign_in_code' },
    again: { strategy: 'phone_code', purpose: 'reverification_phone_code', kind: 'second_factor_code' },
    second: { strategy: 'phone_code', purpose: 'second_factor_phone_code', kind: 'second_factor_code' },
    reset: { strategy: 'reset_password_phone_code', purpose: 'reset_password_phone_code', kind: 'reset_password_code' },
    sign_up: { strategy: 'phone_code', purpose: 'sign_up_phone_code', kind: 'sign_up_code' },
    account: { strategy: 'phone_code', purpose: 'phone_number_code', kind: 'phone_number_code' },
  },
  send: (tx, { owner, ...code }) => sendTextCode(tx, { ...code, owner: { userId: owner.userId, phoneNumberId: owner.id } }),
  verify: verifyNumberByProof,
  address: (row) => row.phone_number,
  choose: (account, candidates, { phone_number_id: asked = null }) => chosenNumber(account, candidates, asked),
}

/** Whether people have phone numbers here at all: to be found by, or for the second factor. */
export const takesNumbers = ({ attributes, secondFactors }: Settings): boolean =>
  attributes.phoneNumber !== 'off' || secondFactors.phoneCode

const signsIn = ({ attributes, signIn }: Settings): boolean => attributes.phoneNumber !== 'off' && signIn.phoneCode

/** Verifies a number that is being signed up with, or was added to an account. */
export const numberCode = { ...identifierCode(texted), kind: 'phone_number', isOn: takesNumbers } satisfies IdentifierFactor

/** Those of the first factor: none that is reserved for the second, so that one device is not both. */
const ofFirst = ({ phoneNumbers }: Account): AccountNumber[] =>
  phoneNumbers.filter((number) => number.reserved_for_second_factor === 0)

/** Those that are reserved, the default first. */
const ofSecond = ({ phoneNumbers }: Account): AccountNumber[] =>
  phoneNumbers
    .filter((number) => number.reserved_for_second_factor === 1)
    .sort((a, b) => b.default_second_factor - a.default_second_factor)

/** Signs in with a code sent to a verified number. */
export const phoneCode: FirstFactor = {
  ...codeFactor(texted, 'sign_in', ofFirst),
  isOn: signsIn,
  offers: (account) => ofFirst(account).map((number): SupportedFirstFactor => offer('phone_code', number, account)),
}

/** Verifies a session once more: such a code signs nobody in. */
export const phoneCodeAgain: ReverificationFactor = {
  ...codeFactor(texted, 'again', ofFirst),
  isOn: phoneCode.isOn,
  offers: phoneCode.offers,
}

/** Proves that a verified number is theirs, so that they may choose a new password. */
export const resetPhoneCode: FirstFactor = {
  ...codeFactor(texted, 'reset', ofFirst),
  isOn: (settings) => settings.signIn.password && signsIn(settings),
  offers: (account) =>
    account.user.password_digest === null
      ? []
      : ofFirst(account).map((number): SupportedFirstFactor => offer('reset_password_phone_code', number, account)),
}

/** Proves once more who signs in, by a number that is reserved for it. */
export const secondPhoneCode: SecondFactor = {
  ...codeFactor(texted, 'second', ofSecond),
  isOn: ({ secondFactors }) => secondFactors.phoneCode,
  isEnrolled: (user) => holds(user, 'second_factor_phone'),
  offers: (account) => ofSecond(account).map((number): SupportedSecondFactor => offer('phone_code', number, account)),
}

/** The number the form names, or the primary one, or the first; of a hidden account the one that was typed. */
function chosenNumber({ user, hidden }: Account, candidates: AccountNumber[], id: string | null): AccountNumber {
  if (hidden && candidates[0]) return candidates[0]
  const number = id
    ? candidates.find((candidate) => candidate.id === id)
    : (candidates.find((candidate) => candidate.id === user.primary_phone_number_id) ?? candidates[0])
  if (!number) throw errors.resourceNotFound()
  return number
}

function offer<Strategy extends 'phone_code' | 'reset_password_phone_code'>(
  strategy: Strategy,
  number: AccountNumber,
  { user }: Account,
) {
  return {
    strategy,
    phone_number_id: number.id,
    safe_identifier: number.phone_number,
    primary: number.id === user.primary_phone_number_id,
    default: number.default_second_factor === 1,
  }
}
