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
import type { Account, Asking, Checked, FactorParams, SignInSubject } from '../factors/factor.js'
import { identifiersOf } from '../restrictions/identifiers-of.js'
import { blocksSignIns, requireNotBlocked } from '../restrictions/permitted.js'
import { connectPendingAccount } from './pending-account.js'
import type { Columns, NewSignIn } from './sign-in.js'

export const subjectOf = (
  { client, origin }: Device,
  { id, identification_id }: NewSignIn,
  account: Account,
  verification: string | null,
): SignInSubject => ({ id, account, client, origin, verification, identification_id })

export async function sendChallenge(
  tx: Transaction,
  { prepare }: Asking<SignInSubject>,
  about: SignInSubject,
  params: FactorParams,
) {
  if (!prepare) throw errors.strategyForUserInvalid()
  if (!about.account.hidden) requireAdmitted(tx, about.account.user) // nothing is mailed that could not be used
  const { verification, identification_id = null } = await prepare(tx, about, params)
  return { verification, identification_id }
}

/** A form without an answer is no try. @throws `form_param_missing`, `strategy_for_user_invalid` where forms don't bring the answer */
export async function checkAnswer<Subject, Right>(
  instance: Instance,
  factor: Checked<Subject, Right>,
  about: Subject,
  params: FactorParams,
): Promise<Right> {
  if (factor.answer === null) throw errors.strategyForUserInvalid()
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

/** The session, and what was to be connected with it. */
export async function enter(tx: Transaction, device: Device, signIn: NewSignIn, done: CompletedSignIn): Promise<Step> {
  if (blocksSignIns(tx)) await requireNotBlocked(tx, await identifiersOf(tx, done.userId))
  const entered = await createSession(tx, device, done)
  await connectPendingAccount(tx, signIn, done.userId)
  const columns = {
    status: 'complete',
    created_session_id: entered.session.id,
    first_factor: null,
    external_account: null,
  } as const
  return { columns, device: entered.device }
}

/** Of the first device of all nobody need be told. Call it before the session is made. */
export async function tellOfNewDevice(tx: Transaction, device: Device, { id, last_sign_in_at }: Account['user']): Promise<void> {
  if (last_sign_in_at === null || (await hasSignedInHere(tx, device, id))) return
  await tellOwner(tx, id, { kind: 'new_device_sign_in' }, device)
}
