import type { Transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { complete } from '../factors/complete.js'
import type { Account, Claim } from '../factors/factor.js'
import type { FirstStep, Matrix } from '../factors/matrix.js'
import type { NewSignIn } from './sign-in.js'
import { enter, holdOn, type Step, tellOfNewDevice } from './steps.js'

/** What the right answer leads to; its proof is used up in this same transaction. */
export async function moveOn(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  { user }: Pick<Account, 'user'>,
  { leadsTo }: Pick<FirstStep, 'leadsTo'>,
  { verification, settle }: Claim<VerifiedFactor<'first'>>,
  matrix: Matrix,
): Promise<Step> {
  const first = await settle(tx)
  const { columns, device: moved } = await afterFirst(tx, device, signIn, user, leadsTo, first, matrix)
  return { columns: { first_factor_verification: verification, ...columns }, device: moved }
}

async function afterFirst(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  user: Account['user'],
  leadsTo: FirstStep['leadsTo'],
  first: VerifiedFactor<'first'>,
  matrix: Matrix,
): Promise<Step> {
  if (leadsTo === 'needs_new_password') return holdOn(tx, device, signIn, first, leadsTo)
  const enough = complete(tx.settings, user, [first], matrix)
  if ('needs' in enough) return holdOn(tx, device, signIn, first, 'needs_second_factor')
  await tellOfNewDevice(tx, device, user)
  return enter(tx, device, signIn, enough)
}
