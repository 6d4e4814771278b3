import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Browser } from '../../devices/clients/browser.js'
import { clientForAttempt } from '../../devices/clients/clients.js'
import { maxPeoplePerBrowser } from '../../devices/sessions/sessions.js'
import { signedInSessionsOf } from '../../devices/sessions/signed-in.js'
import type { UserRow } from '../../identity/users/users.js'
import { factors } from '../factors/matrix.js'
import { accountOf, identify, turnOf } from './account.js'
import { moveOn, requireFirstStep, requireOffered } from './first-factor.js'
import { type Columns, insertSignIn, newSignIn, type SignInRow } from './sign-in.js'
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
  browser: Browser,
  fields: SignInFields,
  matrix = factors,
): Promise<SignInRow> {
  const identifier = fields.identifier || null
  const user = identifier ? await identify(instance, identifier, fields.password) : null
  await refuseSecondSession(instance, browser, user)
  const signIn = newSignIn(instance, identifier, user)
  const begin = async (tx: Transaction, columns: Columns): Promise<SignInRow> => {
    await clientForAttempt(tx, browser, { sign_in_id: signIn.id })
    return insertSignIn(tx, browser, signIn, columns)
  }
  const step = fields.strategy ? requireFirstStep(fields.strategy, matrix) : null
  const account = step && (await accountOf(instance, signIn, user, step.factor))
  if (!account) return transaction(instance, (tx) => begin(tx, {}))

  requireOffered(account.hidden?.offers ?? step.factor.offers(account), step.strategy)
  const about = subjectOf(browser, signIn, account, null)
  if (step.factor.prepare && !fields.code)
    return transaction(instance, async (tx) => {
      const { verification, ...to } = await sendChallenge(tx, step.factor, about, fields)
      return begin(tx, { first_factor_verification: verification, ...to })
    })
  return instance.turns.take(turnOf(account, identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, fields)
    return transaction(instance, async (tx) => {
      if (browser.client) await clientForAttempt(tx, browser, { sign_in_id: signIn.id })
      return insertSignIn(tx, browser, signIn, await moveOn(tx, browser, signIn, account, step, right, matrix))
    })
  })
}

/** One person has one session per browser; an instance may allow only one person. */
async function refuseSecondSession(instance: Instance, browser: Browser, user: UserRow | null): Promise<void> {
  if (!browser.client) return
  const sessions = await signedInSessionsOf(instance, browser.client.id)
  const own = sessions.find((session) => session.user_id === user?.id)
  if (own) throw errors.identifierAlreadySignedIn(own.id)
  if (instance.settings.session.single && sessions.length > 0) throw errors.sessionExists()
  if (sessions.length >= maxPeoplePerBrowser) throw errors.sessionQuotaExceeded(maxPeoplePerBrowser)
}
