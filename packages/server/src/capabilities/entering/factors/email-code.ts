/** Codes by mail. */
import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { CodeMail } from '../../ground/mail/code-mail.js'
import { sendCode } from '../../ground/one-time-secrets/codes.js'
import { type VerifiedEmailAddress, verifyByProof } from '../../identity/email-addresses/email-addresses.js'
import type { Account, AccountAddress, FirstFactor, IdentifierFactor, ReverificationFactor } from './factor.js'
import { type CodeKind, codeFactor, identifierCode } from './sent-code.js'

const mailed: CodeKind<'sign_in' | 'reset' | 'again', CodeMail, AccountAddress, VerifiedEmailAddress> = {
  proves: 'email_address',
  errands: {
    sign_in: { strategy: 'email_code', purpose: 'sign_in_email_code', kind: 'sign_in_code' },
    reset: { strategy: 'reset_password_email_code', purpose: 'reset_password_email_code', kind: 'reset_password_code' },
    again: { strategy: 'email_code', purpose: 'reverification_email_code', kind: 'verification_code' },
    sign_up: { strategy: 'email_code', purpose: 'sign_up_email_code', kind: 'sign_up_code' },
    account: { strategy: 'email_code', purpose: 'email_address_code', kind: 'email_address_code' },
  },
  send: sendCode,
  verify: verifyByProof,
  address: (row) => row.email_address,
  choose: (account, _, { email_address_id: asked = null }) => chosenAddress(account, asked),
}

/** Verifies an address that is being signed up with, or was added to an account. */
export const addressCode = {
  ...identifierCode(mailed),
  kind: 'email_address',
  isOn: () => true, // without it nobody could prove an address
} satisfies IdentifierFactor

const candidates = ({ emailAddresses }: Account) => emailAddresses

/** Signs in with a code sent to a verified address. */
export const emailCode: FirstFactor = {
  ...codeFactor(mailed, 'sign_in', candidates),
  isOn: ({ signIn }) => signIn.emailCode,
  offers: (account) => account.emailAddresses.map((address) => offer('email_code', address, account)),
}

/** Proves that a verified address is theirs, so that they may choose a new password. */
export const resetCode: FirstFactor = {
  ...codeFactor(mailed, 'reset', candidates),
  isOn: ({ signIn }) => signIn.password,
  offers: (account) =>
    account.user.password_digest === null
      ? []
      : account.emailAddresses.map((address) => offer('reset_password_email_code', address, account)),
}

/** Verifies a session once more: such a code signs nobody in. */
export const codeAgain: ReverificationFactor = {
  ...codeFactor(mailed, 'again', candidates),
  isOn: emailCode.isOn,
  offers: emailCode.offers,
}

/** The address the form names, or the primary one; of a hidden account the one that was typed. @throws `resource_not_found` */
export function chosenAddress(account: Account, id: string | null): AccountAddress {
  if (account.hidden && account.emailAddresses[0]) return account.emailAddresses[0]
  const wanted = id ?? account.user.primary_email_address_id
  const address = account.emailAddresses.find((candidate) => candidate.id === wanted)
  if (!address) throw errors.resourceNotFound()
  return address
}

const offer = (
  strategy: 'email_code' | 'reset_password_email_code',
  address: AccountAddress,
  { user }: Account,
): SupportedFirstFactor => ({
  strategy,
  email_address_id: address.id,
  safe_identifier: readableAddress(address.email_address),
  primary: address.id === user.primary_email_address_id,
})
