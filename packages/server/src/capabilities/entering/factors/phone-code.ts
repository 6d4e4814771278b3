/** A code by text message proves that its reader has the number: one flow, whatever is permitted for it. */
import { errors, type SupportedFirstFactor, type SupportedSecondFactor } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { checkSecret } from '../../ground/one-time-secrets/one-time-secrets.js'
import { sendTextCode } from '../../ground/one-time-secrets/text-codes.js'
import { codeSent, codeVerified, readVerification } from '../../ground/one-time-secrets/verification.js'
import type { Settings } from '../../ground/settings/settings.js'
import type { TextOwner } from '../../ground/texts/send-text.js'
import { type VerifiedPhoneNumber, verifyNumberByProof } from '../../identity/phone-numbers/phone-numbers.js'
import { holds } from '../../identity/users/holdings.js'
import type {
  Account,
  AccountNumber,
  Answered,
  Asking,
  Claim,
  FirstFactor,
  IdentifierFactor,
  IdentifierSubject,
  ReverificationFactor,
  SecondFactor,
  SignInSubject,
} from './factor.js'

/** What a code is for: the secret's purpose, and the message that brings it. */
const errands = {
  sign_in: { strategy: 'phone_code', purpose: 'sign_in_phone_code', kind: 'sign_in_code' },
  again: { strategy: 'phone_code', purpose: 'reverification_phone_code', kind: 'second_factor_code' },
  second: { strategy: 'phone_code', purpose: 'second_factor_phone_code', kind: 'second_factor_code' },
  reset: { strategy: 'reset_password_phone_code', purpose: 'reset_password_phone_code', kind: 'reset_password_code' },
  sign_up: { strategy: 'phone_code', purpose: 'sign_up_phone_code', kind: 'sign_up_code' },
  account: { strategy: 'phone_code', purpose: 'phone_number_code', kind: 'phone_number_code' },
} as const

type Errand = keyof typeof errands

interface Code {
  for: Errand
  /** What it proves something about; of two codes for one, the earlier stops working. */
  subject: string
  to: string
  owner: TextOwner
  isSent?: boolean
}

/** Sends it, and answers what is to be remembered of it. @throws what `sendTextCode` throws */
async function send(tx: Transaction, { for: errand, ...code }: Code): Promise<string> {
  const { strategy, purpose, kind } = errands[errand]
  await sendTextCode(tx, { purpose, kind, ...code })
  return codeSent(tx, strategy)
}

/** @throws `verification_missing` */
function requireSent(errand: Errand, verification: string | null): void {
  if (verification === null || readVerification(verification).strategy !== errands[errand].strategy)
    throw errors.verificationMissing()
}

/** @throws what `checkSecret` throws */
async function check(
  instance: Instance,
  { for: errand, subject, to }: Code,
  answer: string,
): Promise<Claim<VerifiedPhoneNumber>> {
  const { strategy, purpose } = errands[errand]
  const proof = await checkSecret(instance, purpose, subject, answer)
  return { verification: codeVerified(strategy, proof), settle: (tx) => verifyNumberByProof(tx, proof, to) }
}

/** Whether people have phone numbers here at all: to be found by, or for the second factor. */
export const takesNumbers = ({ attributes, secondFactors }: Settings): boolean =>
  attributes.phoneNumber !== 'off' || secondFactors.phoneCode

const signsIn = ({ attributes, signIn }: Settings): boolean => attributes.phoneNumber !== 'off' && signIn.phoneCode

/** Verifies a number that is being signed up with, or was added to an account. */
export const numberCode = {
  kind: 'phone_number',
  answer: 'code',
  isOn: takesNumbers,
  prepare: async (tx, about) => ({ verification: await send(tx, codeAbout(about)) }),
  async check(instance, about, answer) {
    requireSent(about.of, about.verification)
    return check(instance, codeAbout(about), answer)
  },
} satisfies IdentifierFactor

const codeAbout = ({ of, id, value }: IdentifierSubject): Code => ({
  for: of,
  subject: of === 'sign_up' ? `${id} ${value}` : id, // the number of a sign-up may be changed
  to: value,
  owner: { userId: null, phoneNumberId: of === 'account' ? id : null },
})

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
  ...codeFactor<'first'>('sign_in', ofFirst),
  isOn: signsIn,
  offers: (account) => ofFirst(account).map((number): SupportedFirstFactor => offer('phone_code', number, account)),
}

/** Verifies a session once more: such a code signs nobody in. */
export const phoneCodeAgain: ReverificationFactor = {
  ...codeFactor<'first'>('again', ofFirst),
  isOn: phoneCode.isOn,
  offers: phoneCode.offers,
}

/** Proves that a verified number is theirs, so that they may choose a new password. */
export const resetPhoneCode: FirstFactor = {
  ...codeFactor<'first'>('reset', ofFirst),
  isOn: (settings) => settings.signIn.password && signsIn(settings),
  offers: (account) =>
    account.user.password_digest === null
      ? []
      : ofFirst(account).map((number): SupportedFirstFactor => offer('reset_password_phone_code', number, account)),
}

/** Proves once more who signs in, by a number that is reserved for it. */
export const secondPhoneCode: SecondFactor = {
  ...codeFactor<'second'>('second', ofSecond),
  isOn: ({ secondFactors }) => secondFactors.phoneCode,
  isEnrolled: (user) => holds(user, 'second_factor_phone'),
  offers: (account) => ofSecond(account).map((number): SupportedSecondFactor => offer('phone_code', number, account)),
}

type CodeFactor<Place extends 'first' | 'second'> = Asking<SignInSubject> & Answered<SignInSubject, Claim<VerifiedFactor<Place>>>

function codeFactor<Place extends 'first' | 'second'>(
  errand: 'sign_in' | 'again' | 'second' | 'reset',
  candidates: (account: Account) => AccountNumber[],
): CodeFactor<Place> {
  // A code proves something about one number, whichever the sign-in sent codes to before.
  const codeTo = (id: string, number: AccountNumber): Code => ({
    for: errand,
    subject: `${id} ${number.id}`,
    to: number.phone_number,
    owner: number.user_id ? { userId: number.user_id, phoneNumberId: number.id } : { userId: null, phoneNumberId: null },
  })
  return {
    answer: 'code',

    async prepare(tx, { id, account }, { phone_number_id: asked = null }) {
      const number = chosenNumber(account, candidates(account), asked)
      const isSent = account.hidden?.isReached !== false
      return { verification: await send(tx, { ...codeTo(id, number), isSent }), identification_id: number.id }
    },

    async check(instance, { id, account, verification, identification_id }, answer) {
      requireSent(errand, verification)
      const number = candidates(account).find((candidate) => candidate.id === identification_id)
      if (!number) throw errors.verificationExpired() // it was taken from the account since
      const claim = await check(instance, codeTo(id, number), answer)
      if (account.hidden?.isReached === false) throw errors.formCodeIncorrect() // it was sent to nobody
      return {
        verification: claim.verification,
        async settle(tx) {
          await claim.settle(tx)
          // It lasts as long as the number is the user's.
          const proven = { kind: 'phone_number', id: number.id } as const
          const { strategy } = errands[errand]
          return verifiedFactor<Place>({ strategy, userId: number.user_id, verifiedAt: tx.now(), proven })
        },
      }
    },
  }
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
