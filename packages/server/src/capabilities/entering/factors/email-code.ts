/** A code by mail proves that its reader has the address: one flow, whatever is permitted for it. */
import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { sendCode } from '../../ground/one-time-secrets/codes.js'
import { checkSecret } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeSent, codeVerified, readVerification } from '../../ground/one-time-secrets/verification.js'
import { type VerifiedEmailAddress, verifyByProof } from '../../identity/email-addresses/email-addresses.js'
import type {
  Account,
  AccountAddress,
  Answered,
  Asking,
  Claim,
  FirstFactor,
  IdentifierFactor,
  IdentifierSubject,
  ReverificationFactor,
  SignInSubject,
} from './factor.js'

/** What a code is for: the secret's purpose, and the letter that brings it. */
const errands = {
  sign_in: { strategy: 'email_code', purpose: 'sign_in_email_code', kind: 'sign_in_code' },
  reset: { strategy: 'reset_password_email_code', purpose: 'reset_password_email_code', kind: 'reset_password_code' },
  again: { strategy: 'email_code', purpose: 'reverification_email_code', kind: 'verification_code' },
  sign_up: { strategy: 'email_code', purpose: 'sign_up_email_code', kind: 'sign_up_code' },
  account: { strategy: 'email_code', purpose: 'email_address_code', kind: 'email_address_code' },
} as const

type Errand = keyof typeof errands
type Strategy = (typeof errands)[Errand]['strategy']

interface Code {
  for: Errand
  /** What it proves something about; of two codes for one, the earlier stops working. */
  subject: string
  to: string
  isMailed?: boolean
}

/** Mails it, and answers what is to be remembered of it. @throws `too_many_requests` */
async function send(tx: Transaction, { for: errand, ...code }: Code): Promise<string> {
  const { strategy, purpose, kind } = errands[errand]
  await sendCode(tx, { purpose, kind, ...code })
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
): Promise<Claim<VerifiedEmailAddress>> {
  const { strategy, purpose } = errands[errand]
  const proof = await checkSecret(instance, purpose, subject, answer)
  return { verification: codeVerified(strategy, proof), settle: (tx) => verifyByProof(tx, proof, to) }
}

/** Verifies an address that is being signed up with, or was added to an account. */
export const addressCode = {
  kind: 'email_address',
  answer: 'code',
  isOn: () => true, // without it nobody could prove an address
  prepare: async (tx, about) => ({ verification: await send(tx, codeAbout(about)) }),
  async check(instance, about, answer) {
    requireSent(about.of, about.verification)
    return check(instance, codeAbout(about), answer)
  },
} satisfies IdentifierFactor

const codeAbout = ({ of, id, value }: IdentifierSubject): Code => ({
  for: of,
  subject: of === 'sign_up' ? `${id} ${value}` : id, // the address of a sign-up may be changed
  to: value,
})

/** Signs in with a code sent to a verified address. */
export const emailCode: FirstFactor = {
  ...codeFactor('sign_in'),
  isOn: ({ signIn }) => signIn.emailCode,
  offers: (account) => account.emailAddresses.map((address) => offer('email_code', address, account)),
}

/** Proves that a verified address is theirs, so that they may choose a new password. */
export const resetCode: FirstFactor = {
  ...codeFactor('reset'),
  isOn: ({ signIn }) => signIn.password,
  offers: (account) =>
    account.user.password_digest === null
      ? []
      : account.emailAddresses.map((address) => offer('reset_password_email_code', address, account)),
}

/** Verifies a session once more: such a code signs nobody in. */
export const codeAgain: ReverificationFactor = { ...codeFactor('again'), isOn: emailCode.isOn, offers: emailCode.offers }

type CodeFactor = Asking<SignInSubject> & Answered<SignInSubject, Claim<VerifiedFactor<'first'>>>

function codeFactor(errand: 'sign_in' | 'reset' | 'again'): CodeFactor {
  // A code proves something about one address, whichever the sign-in sent codes to before.
  const codeTo = (id: string, address: AccountAddress): Code => ({
    for: errand,
    subject: `${id} ${address.id}`,
    to: address.email_address,
  })
  return {
    answer: 'code',

    async prepare(tx, { id, account }, { email_address_id: asked = null }) {
      const address = chosenAddress(account, asked)
      const isMailed = account.hidden?.isReached !== false
      return { verification: await send(tx, { ...codeTo(id, address), isMailed }), identification_id: address.id }
    },

    async check(instance, { id, account, verification, identification_id }, answer) {
      requireSent(errand, verification)
      const address = account.emailAddresses.find((candidate) => candidate.id === identification_id)
      if (!address) throw errors.verificationExpired() // it was taken from the account since
      const claim = await check(instance, codeTo(id, address), answer)
      if (account.hidden?.isReached === false) throw errors.formCodeIncorrect() // it was mailed to nobody
      return {
        verification: claim.verification,
        async settle(tx) {
          await claim.settle(tx)
          // It lasts as long as the address is the user's.
          const proven = { kind: 'email_address', id: address.id } as const
          return verifiedFactor({ strategy: errands[errand].strategy, userId: address.user_id, verifiedAt: tx.now(), proven })
        },
      }
    },
  }
}

/** The address the form names, or the primary one; of a hidden account the one that was typed. */
export function chosenAddress(account: Account, id: string | null): AccountAddress {
  if (account.hidden && account.emailAddresses[0]) return account.emailAddresses[0]
  const wanted = id ?? account.user.primary_email_address_id
  const address = account.emailAddresses.find((candidate) => candidate.id === wanted)
  if (!address) throw errors.resourceNotFound()
  return address
}

const offer = (strategy: Strategy, address: AccountAddress, { user }: Account): SupportedFirstFactor => ({
  strategy,
  email_address_id: address.id,
  safe_identifier: readableAddress(address.email_address),
  primary: address.id === user.primary_email_address_id,
})
