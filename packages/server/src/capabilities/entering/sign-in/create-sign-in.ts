import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { clientForAttempt } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { maxPeoplePerBrowser } from '../../devices/sessions/sessions.js'
import { signedInSessionsOf } from '../../devices/sessions/signed-in.js'
import type { UserRow } from '../../identity/users/users.js'
import { factors } from '../factors/matrix.js'
import { accountOf, identify, turnOf } from './account.js'
import { moveOn, requireFirstStep, requireOffered } from './first-factor.js'
import { type Advanced, insertSignIn, newSignIn } from './sign-in.js'
import { checkAnswer, type FactorParams, sendChallenge, subjectOf } from './steps.js'

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
  const identifier = fields.identifier || null
  const user = identifier ? await identify(instance, identifier, fields.password) : null
  await refuseSecondSession(instance, device, user)
  const signIn = newSignIn(instance, identifier, user)
  const begun = (tx: Transaction) => clientForAttempt(tx, device, { sign_in_id: signIn.id })
  const step = fields.strategy ? requireFirstStep(fields.strategy, matrix) : null
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

/** One person has one session per browser; an instance may allow only one person. */
async function refuseSecondSession(instance: Instance, { client }: Device, user: UserRow | null): Promise<void> {
  if (!client) return
  const sessions = await signedInSessionsOf(instance, client.id)
  const own = sessions.find((session) => session.user_id === user?.id)
  if (own) throw errors.identifierAlreadySignedIn(own.id)
  if (instance.settings.session.single && sessions.length > 0) throw errors.sessionExists()
  if (sessions.length >= maxPeoplePerBrowser) throw errors.sessionQuotaExceeded(maxPeoplePerBrowser)
}
