/**
 * A passkey proves who signs in: by itself, as the browser offers it, or for the account that was named. Its device has made sure of the
 * person, by a finger, a face or a code, so that it proves both what they have and who they are.
 */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { claim } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified } from '../../ground/one-time-secrets/verification.js'
import { askToSign, checkChallenge, handleOf, type PasskeyPurpose } from '../../identity/passkeys/challenges.js'
import { readSigned } from '../../identity/passkeys/credential.js'
import { findPasskeyByCredential, noteUse, type PasskeyRow, passkeysOf } from '../../identity/passkeys/passkeys.js'
import { verifySigned } from '../../identity/passkeys/verify.js'
import { holds } from '../../identity/users/holdings.js'
import { requireUser } from '../../identity/users/users.js'
import type { Claim, FirstFactor, NamingFactor, ReverificationFactor, SecondFactor } from './factor.js'

export const passkey = {
  answer: 'public_key_credential',
  isOn: ({ signIn }) => signIn.passkey,
  offers: ({ user }) => (holds(user, 'passkey') ? [{ strategy: 'passkey' }] : []),
  prepare: async (tx, { id }) => ({ verification: await askToSign(tx, 'passkey_sign_in', id) }),
  check: async (instance, { id, account }, answer) =>
    claimOf<'first'>(await checkUse(instance, 'passkey_sign_in', id, answer, account.user.id)),
} satisfies FirstFactor

/** Verifies a session once more: such an answer signs nobody in. */
export const passkeyAgain = {
  ...passkey,
  prepare: async (tx, { id }) => ({ verification: await askToSign(tx, 'passkey_reverification', id) }),
  check: async (instance, { id, account }, answer) =>
    claimOf<'first'>(await checkUse(instance, 'passkey_reverification', id, answer, account.user.id)),
} satisfies ReverificationFactor

/** The browser says whose passkey it is. */
export const namingPasskey = {
  answer: 'public_key_credential',
  isOn: passkey.isOn,
  prepare: async (tx, { id }) => ({ verification: await askToSign(tx, 'passkey_sign_in', id) }),
  async check(instance, { id }, answer) {
    const used = await checkUse(instance, 'passkey_sign_in', id, answer)
    return { ...claimOf<'first'>(used), user: await requireUser(instance, used.passkey.user_id) }
  },
} satisfies NamingFactor

/** After a password or a code; who has proved that much is told which passkeys the account has. */
export const secondPasskey = {
  answer: 'public_key_credential',
  isOn: ({ secondFactors }) => secondFactors.passkey,
  isEnrolled: (user) => holds(user, 'passkey'),
  offers: () => [{ strategy: 'passkey' }],
  prepare: async (tx, { id, account }) => ({
    verification: await askToSign(tx, 'passkey_second_factor', id, await passkeysOf(tx, [account.user.id])),
  }),
  check: async (instance, { id, account }, answer) =>
    claimOf<'second'>(await checkUse(instance, 'passkey_second_factor', id, answer, account.user.id)),
} satisfies SecondFactor

interface Used {
  passkey: PasskeyRow
  verification: string
  settle: Claim<void>['settle']
}

/**
 * Checks what a browser signed. Of the account that is meant, if one is, and of the person whom the passkey itself names.
 * @throws `passkey_not_registered`, `passkey_authentication_failure`, and as `readSigned` and `checkChallenge` do
 */
export async function checkUse(
  instance: Instance,
  purpose: PasskeyPurpose,
  subject: string,
  answer: string,
  userId?: string,
): Promise<Used> {
  const { credential, clientData } = readSigned(answer)
  const proof = await checkChallenge(instance, purpose, subject, clientData.challenge)
  const found = await findPasskeyByCredential(instance, credential.id)
  if (!found) throw errors.passkeyNotRegistered()
  if (userId !== undefined && found.user_id !== userId) throw errors.passkeyAuthenticationFailure()
  const { userHandle } = credential.response
  // Without a name of the account, the passkey must say whose it is: https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion, step 6.
  if (userHandle ? userHandle !== handleOf(found.user_id) : userId === undefined) throw errors.passkeyAuthenticationFailure()

  const use = await verifySigned(instance, found, credential, clientData)
  return {
    passkey: found,
    verification: codeVerified('passkey', proof),
    async settle(tx) {
      await claim(tx, proof)
      await noteUse(tx, found, use)
    },
  }
}

const claimOf = <Place extends 'first' | 'second'>({ passkey, verification, settle }: Used): Claim<VerifiedFactor<Place>> => ({
  verification,
  async settle(tx) {
    await settle(tx)
    const proven = { kind: 'passkey', id: passkey.id } as const
    return verifiedFactor({ strategy: 'passkey', userId: passkey.user_id, verifiedAt: tx.now(), proven })
  },
})
