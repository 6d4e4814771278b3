import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { requireUser } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import type { Account, Claim } from '../factors/factor.js'
import { type FirstStep, factors, findFirstStep, type Matrix } from '../factors/matrix.js'
import { accountOf, turnOf } from './account.js'
import { type Advanced, findOpenSignIn, type NewSignIn, type SignInRow, writeSignIn } from './sign-in.js'
import { checkAnswer, enter, type FactorParams, holdOn, type Step, sendChallenge, subjectOf, tellOfNewDevice } from './steps.js'

/**
 * Sends the code of a strategy that has one.
 * @throws `resource_not_found`, `strategy_for_user_invalid`, `verification_already_verified`, `user_banned`, `user_locked`,
 * `too_many_requests`
 */
export async function prepareFirstFactor(
  instance: Instance,
  device: Device,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<SignInRow> {
  const { signIn, step, about } = await openFirstStep(instance, device, id, params.strategy, matrix)
  return transaction(instance, async (tx) => {
    const { verification, ...to } = await sendChallenge(tx, step.factor, about, params)
    return writeSignIn(tx, signIn, { first_factor_verification: verification, ...to })
  })
}

/**
 * Checks a first factor; the right answer completes the sign-in, or asks for a new password after a reset code, or for a second factor.
 * @throws `resource_not_found`, `strategy_for_user_invalid`, `verification_already_verified`, `form_param_missing`, and as the
 * strategy's check and `createSession` do
 */
export async function attemptFirstFactor(
  instance: Instance,
  device: Device,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<Advanced> {
  const { signIn, step, about } = await openFirstStep(instance, device, id, params.strategy, matrix)
  return instance.turns.take(turnOf(about.account, signIn.identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, params)
    return transaction(instance, async (tx) => {
      const moved = await moveOn(tx, device, signIn, about.account, step, right, matrix)
      return { signIn: await writeSignIn(tx, signIn, moved.columns), device: moved.device }
    })
  })
}

async function openFirstStep(instance: Instance, device: Device, id: string, strategy: string, matrix: Matrix) {
  const signIn = await findOpenSignIn(instance, device.client, id)
  const step = requireFirstStep(strategy, matrix)
  const user = signIn.user_id === null ? null : await requireUser(instance, signIn.user_id)
  const account = await accountOf(instance, signIn, user, step.factor)
  if (!account) throw errors.strategyForUserInvalid()
  if (signIn.status !== 'needs_first_factor') throw errors.verificationAlreadyVerified()
  requireOffered(account.hidden?.offers ?? step.factor.offers(account), strategy)
  return { signIn, step, about: subjectOf(device, signIn, account, signIn.first_factor_verification) }
}

export function requireFirstStep(strategy: string, matrix: Matrix): FirstStep {
  const step = findFirstStep(strategy, matrix)
  if (!step) throw errors.strategyForUserInvalid()
  return step
}

export function requireOffered(offers: SupportedFirstFactor[], strategy: string): void {
  if (!offers.some((offer) => offer.strategy === strategy)) throw errors.strategyForUserInvalid()
}

/** What the right answer leads to; its proof is used up in this same transaction. */
export async function moveOn(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  { user }: Account,
  { leadsTo }: FirstStep,
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
  const enough = complete(user, [first], matrix)
  if ('needs' in enough) return holdOn(tx, device, signIn, first, 'needs_second_factor')
  await tellOfNewDevice(tx, device, user)
  return enter(tx, device, enough)
}
