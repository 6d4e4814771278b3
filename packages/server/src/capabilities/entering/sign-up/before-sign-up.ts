/**
 * The app's own word on who signs up (`before.signUp`). It is asked outside of any transaction, so that it may ask others in turn, and of
 * exactly what the account is made of: a sign-up that has changed meanwhile is not finished with an older answer.
 */
import { metadata } from '@frontdesk/contract'
import * as z from 'zod'
import { fromJson } from '../../../database/columns.js'
import type { SignUpAttempt, SignUpDecision } from '../../../start/hook-types.js'
import type { Instance } from '../../../start/instance.js'
import { HookFailure } from '../../../wire/hook-failure.js'
import type { Device } from '../../devices/clients/device.js'
import { faultOf } from '../../ground/hooks/hooks.js'
import { startLimit } from '../../ground/hooks/within-limit.js'
import { isComplete, requirementsOf } from './requirements.js'
import type { SignUpsTable } from './tables.js'

const name = 'before.signUp'

/** That the app lets an account be made of this sign-up, and what it adds; null when the account was not to be made yet. */
export type Admitted = SignUpDecision | null

const Answer = z.strictObject({ publicMetadata: metadata.optional(), privateMetadata: metadata.optional() }).nullish()

/** @throws `hook_refused` with the app's sentence, HookFailure */
export async function askBeforeSignUp(instance: Instance, device: Device, signUp: SignUpsTable): Promise<Admitted> {
  const isFinal = isComplete(requirementsOf(instance.settings, signUp))
  const { signUp: hook } = instance.options.before
  if (!hook) return isFinal ? {} : null

  const limit = startLimit(instance.options.hookLimitMs)
  try {
    const answer = Answer.safeParse(await limit.within(name, () => hook(attemptOf(device, signUp, isFinal))))
    if (answer.success) return isFinal ? (answer.data ?? {}) : null
    throw new HookFailure(
      name,
      `answered something else than nothing, or { publicMetadata, privateMetadata }: ${answer.error.message}`,
    )
  } catch (error) {
    throw faultOf(name, error)
  } finally {
    limit.end()
  }
}

const attemptOf = (device: Device, signUp: SignUpsTable, isFinal: boolean): SignUpAttempt => ({
  isFinal,
  signUpId: signUp.id,
  emailAddress: signUp.email_address,
  phoneNumber: signUp.phone_number,
  web3Wallet: signUp.web3_wallet,
  username: signUp.username,
  firstName: signUp.first_name,
  lastName: signUp.last_name,
  locale: signUp.locale,
  unsafeMetadata: fromJson(signUp.unsafe_metadata),
  ipAddress: device.address,
  userAgent: device.userAgent,
})
