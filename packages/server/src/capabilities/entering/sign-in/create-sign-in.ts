import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { clientForAttempt } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import type { FactorParams, NamingFactor } from '../factors/factor.js'
import { factors, findFirstStep, findNamingFactor, type Matrix } from '../factors/matrix.js'
import { accountOf, identify, spelledIdentifier, turnOf } from './account.js'
import { requireOffered } from './first-factor.js'
import { moveOn } from './move-on.js'
import { checkNaming, moveOnAsNamed, sendUnnamed, unnamedSubjectOf } from './naming.js'
import { refuseSecondSession } from './second-session.js'
import { type Advanced, insertSignIn, newSignIn } from './sign-in.js'
import { checkAnswer, sendChallenge, subjectOf } from './steps.js'

export interface SignInFields extends FactorParams {
  identifier?: string | null
  strategy?: string | null
}

/**
 * Begins a sign-in; with identifier, strategy and its answer it is one step from start to end. What is refused leaves nothing behind:
 * the strategy and the answer are checked before the first row is written.
 * @throws `form_identifier_not_found`, `identifier_already_signed_in`, `session_exists`, `session_quota_exceeded`, and as
 * `prepareFirstFactor` and `attemptFirstFactor` do
 */
export async function createSignIn(
  instance: Instance,
  device: Device,
  fields: SignInFields,
  matrix = factors,
): Promise<Advanced> {
  const identifier = fields.identifier ? await spelledIdentifier(instance, fields.identifier) : null
  const naming = identifier ? undefined : findNamingFactor(instance.settings, fields.strategy ?? '', matrix)
  if (naming) return createUnnamed(instance, device, fields, naming, matrix)

  const step = fields.strategy ? findFirstStep(instance.settings, fields.strategy, matrix) : null
  if (step === undefined) throw errors.formParamValueInvalid('strategy', 'is no way to sign in here')
  if (step && !identifier) throw errors.formParamMissing('identifier')
  const user = identifier ? await identify(instance, identifier, fields.password) : null
  await refuseSecondSession(instance, device, user)
  const signIn = newSignIn(instance, identifier, user)
  const begun = (tx: Transaction) => clientForAttempt(tx, device, { sign_in_id: signIn.id })
  const account = step && (await accountOf(instance, signIn, user, step.factor))
  if (!account) return transaction(instance, async (tx) => insertSignIn(tx, await begun(tx), signIn, {}))

  requireOffered(account.hidden?.offers ?? step.factor.offers(account), step.strategy)
  const about = subjectOf(device, signIn, account, null)
  if (step.factor.prepare && !fields.code)
    return transaction(instance, async (tx) => {
      const { verification, ...to } = await sendChallenge(tx, step.factor, about, fields)
      return insertSignIn(tx, await begun(tx), signIn, { first_factor_verification: verification, ...to })
    })
  return instance.turns.take(turnOf(account, identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, fields)
    return transaction(instance, async (tx) => {
      const known = device.client ? await begun(tx) : device
      const moved = await moveOn(tx, known, signIn, account, step, right, matrix)
      return insertSignIn(tx, moved.device, signIn, moved.columns)
    })
  })
}

/** By a factor that says who signs in. */
async function createUnnamed(
  instance: Instance,
  device: Device,
  fields: SignInFields,
  naming: NamingFactor,
  matrix: Matrix,
): Promise<Advanced> {
  await refuseSecondSession(instance, device, null)
  const signIn = newSignIn(instance, null, null)
  const begun = (tx: Transaction) => clientForAttempt(tx, device, { sign_in_id: signIn.id })
  if (naming.answer === null || (naming.prepare && !fields[naming.answer]))
    return transaction(instance, async (tx) => {
      const known = await begun(tx)
      return insertSignIn(tx, known, signIn, await sendUnnamed(tx, naming, unnamedSubjectOf(known, signIn), fields))
    })

  const right = await checkNaming(instance, device, naming, unnamedSubjectOf(device, signIn), fields)
  return transaction(instance, async (tx) => {
    if (right.user === null) return insertSignIn(tx, await begun(tx), signIn, { first_factor_verification: right.verification })
    const known = device.client ? await begun(tx) : device
    const moved = await moveOnAsNamed(tx, known, signIn, right, matrix)
    return insertSignIn(tx, moved.device, signIn, moved.columns)
  })
}
