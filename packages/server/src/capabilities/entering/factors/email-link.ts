/** A link by mail proves that its reader has the address. It is answered by the page that it leads to, never by a form. */
import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { sendLink } from '../../ground/email-links/links.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { linkSent, linkVerified } from '../../ground/one-time-secrets/verification.js'
import { type VerifiedEmailAddress, verifyByLink } from '../../identity/email-addresses/email-addresses.js'
import { chosenAddress } from './email-code.js'
import type { Account, AccountAddress, Claim, FirstFactor, IdentifierFactor } from './factor.js'

const strategy = 'email_link'

/** Signs in with a link sent to a verified address. */
export const emailLink: FirstFactor = {
  answer: null,
  isOn: ({ signIn }) => signIn.emailLink,
  offers: (account) => account.emailAddresses.map((address) => offer(address, account)),

  async prepare(tx, { id, account }, { email_address_id = null, redirect_url }) {
    if (!redirect_url) throw errors.formParamMissing('redirect_url')
    const address = chosenAddress(account, email_address_id)
    await sendLink(tx, {
      kind: 'sia',
      attemptId: id,
      userId: account.user.id,
      to: address.email_address,
      redirectUrl: redirect_url,
      isSent: account.hidden?.isReached !== false,
    })
    return { verification: linkSent(tx), identification_id: address.id }
  },
}

/** Verifies an address that is being signed up with, or was added to an account. */
export const addressLink = {
  kind: 'email_address',
  answer: null,
  isOn: ({ signIn }) => signIn.emailLink,

  async prepare(tx, { of, id, value }, { redirect_url }) {
    if (!redirect_url) throw errors.formParamMissing('redirect_url')
    await sendLink(tx, {
      kind: of === 'sign_up' ? 'sua' : 'idn',
      attemptId: id,
      userId: null,
      to: value,
      redirectUrl: redirect_url,
    })
    return { verification: linkSent(tx) }
  },
} satisfies IdentifierFactor

/** What the right link proves in a sign-in; it lasts as long as the address is the user's. */
export const signInClaim = (proof: Proof, { id, user_id }: AccountAddress): Claim<VerifiedFactor<'first'>> => ({
  verification: linkVerified(proof),
  async settle(tx) {
    await claim(tx, proof)
    return verifiedFactor({ strategy, userId: user_id, verifiedAt: tx.now(), proven: { kind: 'email_address', id } })
  },
})

/** What it proves of an address. */
export const addressClaim = (proof: Proof, address: string): Claim<VerifiedEmailAddress> => ({
  verification: linkVerified(proof),
  settle: (tx) => verifyByLink(tx, proof, address),
})

const offer = (address: AccountAddress, { user }: Account): SupportedFirstFactor => ({
  strategy,
  email_address_id: address.id,
  safe_identifier: readableAddress(address.email_address),
  primary: address.id === user.primary_email_address_id,
})
