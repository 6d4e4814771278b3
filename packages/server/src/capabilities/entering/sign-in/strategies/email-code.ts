import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { readableAddress } from '../../../../basics/readable-address.js'
import type { Transaction } from '../../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../../devices/sessions/completed-sign-in.js'
import { sendCode } from '../../../ground/one-time-secrets/codes.js'
import { checkSecret, claim } from '../../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified } from '../../../ground/one-time-secrets/verification.js'
import type { Account, AccountAddress, Strategy } from '../strategies.js'

/** Signs in with a code sent to a verified address. */
export const emailCode: Strategy = {
  name: 'email_code',
  answer: 'code',
  leadsTo: 'complete',
  offers: (account) => account.emailAddresses.map((address) => factorFor('email_code', address, account)),
  ...codeByMail('sign_in_email_code', 'sign_in_code'),
}

/** Proves that a verified address is theirs, so that they may choose a new password. */
export const resetPasswordEmailCode: Strategy = {
  name: 'reset_password_email_code',
  answer: 'code',
  leadsTo: 'needs_new_password',
  offers: (account) =>
    account.user.password_digest === null
      ? []
      : account.emailAddresses.map((address) => factorFor('reset_password_email_code', address, account)),
  ...codeByMail('reset_password_email_code', 'reset_password_code'),
}

function codeByMail(
  purpose: 'sign_in_email_code' | 'reset_password_email_code',
  kind: 'sign_in_code' | 'reset_password_code',
): Pick<Strategy, 'prepare' | 'check'> {
  return {
    async prepare(tx, signInId, account, params) {
      const address = chosenAddress(account, params.email_address_id)
      const isMailed = account.hidden?.isReached !== false
      await sendCode(tx, { purpose, subject: subjectOf(signInId, address), kind, to: address.email_address, isMailed })
      return address
    },

    async check(instance, signIn, account, code) {
      const address = account.emailAddresses.find(({ id }) => id === signIn.email_address_id)
      if (!address) throw errors.verificationExpired() // it was taken from the account since
      const proof = await checkSecret(instance, purpose, subjectOf(signIn.id, address), code)
      if (account.hidden?.isReached === false) throw errors.formCodeIncorrect() // it was mailed to nobody
      const strategy = purpose === 'sign_in_email_code' ? 'email_code' : 'reset_password_email_code'
      return {
        verification: codeVerified(strategy, proof),
        async settle(tx) {
          await claim(tx, proof)
          return factorByMail(tx, strategy, address)
        },
      }
    },
  }
}

/** A factor that lasts as long as the address is the user's. */
export const factorByMail = (
  tx: Transaction,
  strategy: 'email_code' | 'reset_password_email_code',
  { id, user_id }: Pick<AccountAddress, 'id' | 'user_id'>,
): VerifiedFactor => verifiedFactor(strategy, user_id, tx.now(), { kind: 'email_address', id })

/** A code proves something about one address, whichever the sign-in sent codes to before. */
const subjectOf = (signInId: string, address: AccountAddress) => `${signInId} ${address.id}`

/** The address the form names, or the primary one; of a hidden account the one that was typed. */
function chosenAddress(account: Account, id: string | null | undefined): AccountAddress {
  if (account.hidden && account.emailAddresses[0]) return account.emailAddresses[0]
  const wanted = id ?? account.user.primary_email_address_id
  const address = account.emailAddresses.find((candidate) => candidate.id === wanted)
  if (!address) throw errors.resourceNotFound()
  return address
}

const factorFor = (
  strategy: 'email_code' | 'reset_password_email_code',
  address: AccountAddress,
  { user }: Account,
): SupportedFirstFactor => ({
  strategy,
  email_address_id: address.id,
  safe_identifier: readableAddress(address.email_address),
  primary: address.id === user.primary_email_address_id,
})
