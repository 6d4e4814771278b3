/** Steps of a sign-in by a factor that says by itself who signs in, such as a passkey that the browser offers. */
import { errors } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { UserRow } from '../../identity/users/users.js'
import type { FactorParams, Naming, NamingFactor, UnnamedSubject } from '../factors/factor.js'
import type { Matrix } from '../factors/matrix.js'
import { moveOn } from './move-on.js'
import { refuseSecondSession } from './second-session.js'
import type { Columns, NewSignIn } from './sign-in.js'
import { checkAnswer, type Step } from './steps.js'

export const unnamedSubjectOf = (
  { client, origin }: Device,
  { id, first_factor_verification: verification }: NewSignIn,
): UnnamedSubject => ({ id, client, origin, verification })

/** @throws `strategy_for_user_invalid` where nothing is sent */
export async function sendUnnamed(
  tx: Transaction,
  { prepare }: NamingFactor,
  about: UnnamedSubject,
  params: FactorParams,
): Promise<Columns> {
  if (!prepare) throw errors.strategyForUserInvalid()
  const { verification, identification_id = null } = await prepare(tx, about, params)
  return { first_factor_verification: verification, identification_id }
}

/** Whom the answer names. @throws as `checkAnswer` and `refuseSecondSession` do */
export async function checkNaming(
  instance: Instance,
  device: Device,
  naming: NamingFactor,
  about: UnnamedSubject,
  params: FactorParams,
): Promise<Naming> {
  const right = await checkAnswer(instance, naming, about, params)
  if (right.user) await refuseSecondSession(instance, device, right.user)
  return right
}

type Named = Extract<Naming, { user: UserRow }>

/** What the right answer leads to, for the person that it named. */
export async function moveOnAsNamed(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  right: Named,
  matrix: Matrix,
): Promise<Step> {
  const { columns, device: moved } = await moveOn(tx, device, signIn, right, { leadsTo: 'complete' }, right, matrix)
  return { columns: { user_id: right.user.id, ...columns }, device: moved }
}
