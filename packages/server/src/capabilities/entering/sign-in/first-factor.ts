import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { Settings } from '../../ground/settings/settings.js'
import { requireUser } from '../../identity/users/users.js'
import type { FactorParams, NamingFactor } from '../factors/factor.js'
import { type FirstStep, factors, findFirstStep, findNamingFactor, type Matrix } from '../factors/matrix.js'
import { accountOf, turnOf } from './account.js'
import { moveOn } from './move-on.js'
import { checkNaming, moveOnAsNamed, sendUnnamed, unnamedSubjectOf } from './naming.js'
import { type Advanced, findOpenSignIn, type SignInRow, writeSignIn } from './sign-in.js'
import { checkAnswer, sendChallenge, subjectOf } from './steps.js'

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
  const signIn = await findOpenSignIn(instance, device.client, id)
  const naming = findNaming(instance, signIn, params.strategy, matrix)
  if (naming)
    return transaction(instance, async (tx) =>
      writeSignIn(tx, signIn, await sendUnnamed(tx, naming, unnamedSubjectOf(device, signIn), params)),
    )

  const { step, about } = await openFirstStep(instance, device, signIn, params.strategy, matrix)
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
  const signIn = await findOpenSignIn(instance, device.client, id)
  const naming = findNaming(instance, signIn, params.strategy, matrix)
  if (naming) return attemptNaming(instance, device, signIn, naming, params, matrix)

  const { step, about } = await openFirstStep(instance, device, signIn, params.strategy, matrix)
  return instance.turns.take(turnOf(about.account, signIn.identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, params)
    return transaction(instance, async (tx) => {
      const moved = await moveOn(tx, device, signIn, about.account, step, right, matrix)
      return { signIn: await writeSignIn(tx, signIn, moved.columns), device: moved.device }
    })
  })
}

/** The factor of that name, if it says who signs in and nobody has said so, or if it stands for nothing else. */
function findNaming({ settings }: Instance, signIn: SignInRow, strategy: string, matrix: Matrix): NamingFactor | undefined {
  const isStart = signIn.status === 'needs_identifier'
  const isAlone = signIn.status === 'needs_first_factor' && !findFirstStep(settings, strategy, matrix)
  return isStart || isAlone ? findNamingFactor(settings, strategy, matrix) : undefined
}

async function attemptNaming(
  instance: Instance,
  device: Device,
  signIn: SignInRow,
  naming: NamingFactor,
  params: FactorParams,
  matrix: Matrix,
): Promise<Advanced> {
  const right = await checkNaming(instance, device, naming, unnamedSubjectOf(device, signIn), params)
  return transaction(instance, async (tx) => {
    if (right.user === null)
      return { signIn: await writeSignIn(tx, signIn, { first_factor_verification: right.verification }), device }
    const moved = await moveOnAsNamed(tx, device, signIn, right, matrix)
    return { signIn: await writeSignIn(tx, signIn, moved.columns), device: moved.device }
  })
}

async function openFirstStep(instance: Instance, device: Device, signIn: SignInRow, strategy: string, matrix: Matrix) {
  const step = requireFirstStep(instance.settings, strategy, matrix)
  const user = signIn.user_id === null ? null : await requireUser(instance, signIn.user_id)
  const account = await accountOf(instance, signIn, user, step.factor)
  if (!account) throw errors.strategyForUserInvalid()
  if (signIn.status !== 'needs_first_factor') throw errors.verificationAlreadyVerified()
  requireOffered(account.hidden?.offers ?? step.factor.offers(account), strategy)
  return { step, about: subjectOf(device, signIn, account, signIn.first_factor_verification) }
}

/** @throws `strategy_for_user_invalid` */
export function requireFirstStep(settings: Settings, strategy: string, matrix: Matrix): FirstStep {
  const step = findFirstStep(settings, strategy, matrix)
  if (!step) throw errors.strategyForUserInvalid()
  return step
}

export function requireOffered(offers: SupportedFirstFactor[], strategy: string): void {
  if (!offers.some((offer) => offer.strategy === strategy)) throw errors.strategyForUserInvalid()
}
