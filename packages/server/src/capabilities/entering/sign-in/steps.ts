/** What every step of a sign-in does, whichever factor it is for: send, check, and go on to what is needed next. */
import { errors } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import { createClient, updateClientAndSecret } from '../../devices/clients/clients.js'
import type { Device, KnownDevice } from '../../devices/clients/device.js'
import {
  type CompletedSignIn,
  factorColumn,
  requireStillProven,
  type VerifiedFactor,
} from '../../devices/sessions/completed-sign-in.js'
import { createSession, hasSignedInHere } from '../../devices/sessions/sessions.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import { requireUser } from '../../identity/users/users.js'
import { tellOwner } from '../../telling/notices/notices.js'
import type { Account, Claim, Factor, FirstFactor, SecondFactor, SignInSubject } from '../factors/factor.js'
import type { Columns, NewSignIn } from './sign-in.js'

/** What a form sends along with the strategy's name. */
export interface FactorParams {
  email_address_id?: string | null
  password?: string | null
  code?: string | null
}

export const subjectOf = (
  { client }: Device,
  { id, email_address_id }: NewSignIn,
  account: Account,
  verification: string | null,
): SignInSubject => ({ id, account, client, verification, email_address_id })

export async function sendChallenge(
  tx: Transaction,
  { prepare }: FirstFactor | SecondFactor,
  about: SignInSubject,
  { email_address_id: asked = null }: FactorParams,
) {
  if (!prepare) throw errors.strategyForUserInvalid()
  if (!about.account.hidden) requireAdmitted(tx, about.account.user) // nothing is mailed that could not be used
  const { verification, email_address_id = null } = await prepare(tx, { ...about, email_address_id: asked })
  return { verification, email_address_id }
}

/** A form without an answer is no try. */
export async function checkAnswer<Place extends 'first' | 'second'>(
  instance: Instance,
  factor: Factor<SignInSubject, VerifiedFactor<Place>>,
  about: SignInSubject,
  params: FactorParams,
): Promise<Claim<VerifiedFactor<Place>>> {
  const answer = params[factor.answer]
  if (!answer) throw errors.formParamMissing(factor.answer)
  return factor.check(instance, about, answer)
}

/** What a step writes to the sign-in, and the device as it leaves it. */
export interface Step {
  columns: Columns
  device: KnownDevice
}

/** Keeps the first factor until what is missing comes: this much more the browser may do, so it gets a new secret. */
export async function holdOn(
  tx: Transaction,
  device: Device,
  { id }: NewSignIn,
  first: VerifiedFactor<'first'>,
  status: 'needs_new_password' | 'needs_second_factor',
): Promise<Step> {
  const user = await requireUser(tx, first.userId)
  requireAdmitted(tx, user)
  await requireStillProven(tx, first, user)
  return {
    columns: { status, first_factor: factorColumn(first) },
    device: device.client ? await updateClientAndSecret(tx, device) : await createClient(tx, device, { sign_in_id: id }),
  }
}

export async function enter(tx: Transaction, device: Device, signIn: CompletedSignIn): Promise<Step> {
  const entered = await createSession(tx, device, signIn)
  const columns = { status: 'complete', created_session_id: entered.session.id, first_factor: null } as const
  return { columns, device: entered.device }
}

/** Of the first device of all nobody need be told. Call it before the session is made. */
export async function tellOfNewDevice(tx: Transaction, device: Device, { id, last_sign_in_at }: Account['user']): Promise<void> {
  if (last_sign_in_at === null || (await hasSignedInHere(tx, device, id))) return
  await tellOwner(tx, id, { kind: 'new_device_sign_in' }, device)
}
