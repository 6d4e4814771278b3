import { errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Browser } from '../../devices/clients/browser.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { requireUser } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import type { Account, Claim } from '../factors/factor.js'
import { type FirstStep, factors, findFirstStep, type Matrix } from '../factors/matrix.js'
import { accountOf, turnOf } from './account.js'
import { type Columns, findOpenSignIn, type NewSignIn, type SignInRow, writeSignIn } from './sign-in.js'
import { checkAnswer, enter, type FactorParams, holdOn, sendChallenge, subjectOf, tellOfNewDevice } from './steps.js'

/**
 * Sends the code of a strategy that has one.
 * @throws `resource_not_found`, `strategy_for_user_invalid`, `verification_already_verified`, `user_banned`, `user_locked`,
 * `too_many_requests`
 */
export async function prepareFirstFactor(
  instance: Instance,
  browser: Browser,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<SignInRow> {
  const { signIn, step, about } = await openFirstStep(instance, browser, id, params.strategy, matrix)
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
  browser: Browser,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<SignInRow> {
  const { signIn, step, about } = await openFirstStep(instance, browser, id, params.strategy, matrix)
  return instance.turns.take(turnOf(about.account, signIn.identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, params)
    return transaction(instance, async (tx) =>
      writeSignIn(tx, signIn, await moveOn(tx, browser, signIn, about.account, step, right, matrix)),
    )
  })
}

async function openFirstStep(instance: Instance, browser: Browser, id: string, strategy: string, matrix: Matrix) {
  const signIn = await findOpenSignIn(instance, browser.client, id)
  const step = requireFirstStep(strategy, matrix)
  const user = signIn.user_id === null ? null : await requireUser(instance, signIn.user_id)
  const account = await accountOf(instance, signIn, user, step.factor)
  if (!account) throw errors.strategyForUserInvalid()
  if (signIn.status !== 'needs_first_factor') throw errors.verificationAlreadyVerified()
  requireOffered(account.hidden?.offers ?? step.factor.offers(account), strategy)
  return { signIn, step, about: subjectOf(browser, signIn, account, signIn.first_factor_verification) }
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
  browser: Browser,
  signIn: NewSignIn,
  { user }: Account,
  { leadsTo }: FirstStep,
  { verification, settle }: Claim<VerifiedFactor<'first'>>,
  matrix: Matrix,
): Promise<Columns> {
  const first = await settle(tx)
  const column = { first_factor_verification: verification }
  if (leadsTo === 'needs_new_password') return { ...column, ...(await holdOn(tx, browser, signIn, first, leadsTo)) }
  const enough = complete(user, [first], matrix)
  if ('needs' in enough) return { ...column, ...(await holdOn(tx, browser, signIn, first, 'needs_second_factor')) }
  await tellOfNewDevice(tx, browser, user)
  return { ...column, ...(await enter(tx, browser, enough)) }
}
