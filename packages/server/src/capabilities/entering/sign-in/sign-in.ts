/**
 * A sign-in is a small state machine: needs_identifier → needs_first_factor → (needs_new_password →) complete. The matrix of
 * factors says what each state offers; a session is made only at the end, from factors that were verified.
 */
import { canonicalEmailAddress, errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Browser } from '../../devices/clients/browser.js'
import { type ClientRow, clientForAttempt, clientOf, updateClientAndSecret } from '../../devices/clients/clients.js'
import { completedSignIn, requireStillProven, type VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { createSession, endOtherSessions, hasSignedInHere, maxPeoplePerBrowser } from '../../devices/sessions/sessions.js'
import { signedInSessionsOf } from '../../devices/sessions/signed-in.js'
import { emailAddressesOf, findUserByEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { chooserOf } from '../../identity/passwords/personal.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import { findUserByUsername, requireUser, type UserRow, updateUser } from '../../identity/users/users.js'
import { tellOwner } from '../../telling/notices/notices.js'
import { factorByMail } from '../factors/email-code.js'
import type { Account, Claim, FirstFactor, SignInSubject } from '../factors/factor.js'
import { type FirstStep, findFirstStep } from '../factors/matrix.js'
import { endOpenSignIns } from './end-open.js'
import { hiddenAccount, hidesAccounts } from './hidden-accounts.js'
import type { SignInsTable } from './tables.js'

export type SignInRow = SignInsTable

const lifetimeMs = 24 * 3600_000

/** What a form sends along with the strategy's name. */
interface FactorParams {
  email_address_id?: string | null
  password?: string | null
  code?: string | null
}

export interface SignInFields extends FactorParams {
  identifier?: string | null
  strategy?: string | null
}

/**
 * Begins a sign-in; with identifier, strategy and its answer it is one step from start to end. What is refused leaves nothing behind:
 * the strategy and the answer are checked before the first row is written.
 */
export async function createSignIn(instance: Instance, browser: Browser, fields: SignInFields): Promise<SignInRow> {
  const identifier = fields.identifier || null
  const user = identifier ? await identify(instance, identifier, fields.password) : null
  await refuseSecondSession(instance, browser, user)
  const signIn = newSignIn(instance, identifier, user)
  const begin = async (tx: Transaction, columns: Columns): Promise<SignInRow> => {
    await clientForAttempt(tx, browser, { sign_in_id: signIn.id })
    return insertSignIn(tx, browser, signIn, columns)
  }
  const step = fields.strategy ? requireFirstStep(fields.strategy) : null
  const account = step && (await accountOf(instance, signIn, user, step.factor))
  if (!account) return transaction(instance, (tx) => begin(tx, {}))

  requireOffered(account, step)
  const about = subjectOf(browser, signIn, account)
  if (step.factor.prepare && !fields.code)
    return transaction(instance, async (tx) => begin(tx, await sendChallenge(tx, step.factor, about, fields)))
  return instance.turns.take(turnOf(account, identifier), async () => {
    const right = await checkAnswer(instance, step.factor, about, fields)
    return transaction(instance, async (tx) => {
      if (browser.client) await clientForAttempt(tx, browser, { sign_in_id: signIn.id })
      return insertSignIn(tx, browser, signIn, await moveOn(tx, browser, account, step, right))
    })
  })
}

/** Sends the code of a strategy that has one. */
export async function prepareFirstFactor(
  instance: Instance,
  browser: Browser,
  id: string,
  params: FactorParams & { strategy: string },
): Promise<SignInRow> {
  const { signIn, account, step } = await openAttempt(instance, browser, id, params.strategy)
  const about = subjectOf(browser, signIn, account)
  return transaction(instance, async (tx) => writeSignIn(tx, signIn, await sendChallenge(tx, step.factor, about, params)))
}

/** Checks a first factor; the right answer completes the sign-in, or asks for a new password after a reset code. */
export async function attemptFirstFactor(
  instance: Instance,
  browser: Browser,
  id: string,
  params: FactorParams & { strategy: string },
): Promise<SignInRow> {
  const { signIn, account, step } = await openAttempt(instance, browser, id, params.strategy)
  return instance.turns.take(turnOf(account, signIn.identifier), async () => {
    const right = await checkAnswer(instance, step.factor, subjectOf(browser, signIn, account), params)
    return transaction(instance, async (tx) => writeSignIn(tx, signIn, await moveOn(tx, browser, account, step, right)))
  })
}

/** Sets the new password after a reset code and completes the sign-in; the user's other sessions end if asked. */
export async function resetPassword(
  instance: Instance,
  browser: Browser,
  id: string,
  password: string,
  signOutOfOtherSessions: boolean,
): Promise<SignInRow> {
  const signIn = await findOpenSignIn(instance, browser.client, id)
  if (signIn.status !== 'needs_new_password' || signIn.user_id === null) throw errors.verificationMissing()
  const openUntil = signIn.updated_at + instance.settings.codes.lifetimeSeconds * 1000 // since the code was right
  if (openUntil <= instance.now()) throw errors.verificationExpired() // an open door that nobody went through
  const [userId, addressId] = [signIn.user_id, signIn.email_address_id!]
  await requireAcceptablePassword(instance, password, await chooserOf(instance, await requireUser(instance, userId)))
  const digest = await instance.passwords.hash(password)

  return transaction(instance, async (tx) => {
    const user = await updateUser(tx, userId, { password_digest: digest, password_updated_at: tx.now(), password_compromised: 0 })
    tx.tell('user.updated', user.id)
    await tellOwner(tx, userId, { kind: 'password_changed' }, browser)
    const factor = factorByMail(tx, 'reset_password_email_code', { id: addressId, user_id: userId })
    const done = await writeSignIn(tx, signIn, await complete(tx, browser, factor))
    await endOpenSignIns(tx, userId)
    if (signOutOfOtherSessions) await endOtherSessions(tx, userId, done.created_session_id!)
    return done
  })
}

/** The sign-in of this browser, while it can still go on. */
export async function findOpenSignIn(instance: Instance, client: ClientRow | null, id: string): Promise<SignInRow> {
  const [signIn] = client ? await ofClient(instance, id, client.id) : []
  if (!signIn || signIn.status === 'complete' || signIn.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signIn
}

const ofClient = prepared((db, id: string, clientId: string) =>
  db.selectFrom('sign_ins').selectAll().where('id', '=', id).where('client_id', '=', clientId),
)

/** The user and the verified addresses that the factor may send to; null before anybody said who they are. */
export async function accountOf(
  instance: Instance,
  signIn: Pick<SignInRow, 'id' | 'identifier'>,
  user: UserRow | null,
  factor?: FirstFactor,
): Promise<Account | null> {
  if (signIn.identifier !== null && hidesAccounts(instance)) return hiddenAccount(instance, signIn, user)
  if (!user) return null
  if (factor?.answer === 'password') return { user, emailAddresses: [] }
  const addresses = await emailAddressesOf(instance, [user.id])
  return { user, emailAddresses: addresses.filter((address) => address.verified_at !== null) }
}

/** Tries at one account take turns, and those at nobody's as well: they could be told apart by their pace. */
const turnOf = (account: Account, identifier: string | null): string => account.user.id || `nobody ${identifier}`

/** @throws `form_identifier_not_found`, unless accounts are hidden; with a password it takes as long as a wrong password would */
async function identify(instance: Instance, identifier: string, password: string | null | undefined): Promise<UserRow | null> {
  const user = await findIdentified(instance, identifier.trim())
  if (user || hidesAccounts(instance)) return user
  if (password) await instance.passwords.verify(password, null)
  throw errors.formIdentifierNotFound()
}

async function findIdentified(instance: Instance, identifier: string): Promise<UserRow | null> {
  const typed = canonicalEmailAddress(identifier)
  const user = typed && (await findUserByEmailAddress(instance, typed))
  if (user) return user
  return instance.settings.attributes.username === 'off' ? null : findUserByUsername(instance, identifier)
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

type NewSignIn = Omit<SignInRow, 'client_id'>

function newSignIn(instance: Instance, identifier: string | null, user: UserRow | null): NewSignIn {
  const now = instance.now()
  return {
    id: newId('sia'),
    user_id: user?.id ?? null,
    status: user || (identifier && hidesAccounts(instance)) ? 'needs_first_factor' : 'needs_identifier',
    identifier,
    first_factor_verification: null,
    email_address_id: null,
    created_session_id: null,
    abandon_at: now + lifetimeMs,
    created_at: now,
    updated_at: now,
  }
}

async function insertSignIn(tx: Transaction, browser: Browser, signIn: NewSignIn, columns: Columns): Promise<SignInRow> {
  const row = { ...signIn, ...columns, client_id: clientOf(browser).id }
  await insertRow(tx, 'sign_ins', row)
  return row
}

async function openAttempt(instance: Instance, browser: Browser, id: string, strategy: string) {
  const signIn = await findOpenSignIn(instance, browser.client, id)
  const step = requireFirstStep(strategy)
  const user = signIn.user_id === null ? null : await requireUser(instance, signIn.user_id)
  const account = await accountOf(instance, signIn, user, step.factor)
  if (!account) throw errors.strategyForUserInvalid()
  if (signIn.status !== 'needs_first_factor') throw errors.verificationAlreadyVerified()
  requireOffered(account, step)
  return { signIn, account, step }
}

function requireFirstStep(strategy: string): FirstStep {
  const step = findFirstStep(strategy)
  if (!step) throw errors.strategyForUserInvalid()
  return step
}

function requireOffered(account: Account, { strategy, factor }: FirstStep): void {
  if (!(account.hidden?.offers ?? factor.offers(account)).some((offer) => offer.strategy === strategy))
    throw errors.strategyForUserInvalid()
}

const subjectOf = ({ client }: Browser, signIn: NewSignIn, account: Account): SignInSubject => ({
  id: signIn.id,
  account,
  client,
  verification: signIn.first_factor_verification,
  email_address_id: signIn.email_address_id,
})

async function sendChallenge(tx: Transaction, { prepare }: FirstFactor, about: SignInSubject, asked: FactorParams) {
  if (!prepare) throw errors.strategyForUserInvalid()
  if (!about.account.hidden) requireAdmitted(tx, about.account.user) // nothing is mailed that could not be used
  const { verification, email_address_id = null } = await prepare(tx, {
    ...about,
    email_address_id: asked.email_address_id ?? null,
  })
  return { first_factor_verification: verification, email_address_id }
}

/** A form without an answer is no try. */
async function checkAnswer(instance: Instance, factor: FirstFactor, about: SignInSubject, params: FactorParams) {
  const answer = params[factor.answer]
  if (!answer) throw errors.formParamMissing(factor.answer)
  return factor.check(instance, about, answer)
}

/** What the right answer leads to; its proof is used up in this same transaction. */
async function moveOn(
  tx: Transaction,
  browser: Browser,
  { user }: Account,
  { leadsTo }: FirstStep,
  { verification, settle }: Claim<VerifiedFactor>,
): Promise<Columns> {
  const factor = await settle(tx)
  const column = { first_factor_verification: verification }
  if (leadsTo === 'needs_new_password') {
    const held = await requireUser(tx, factor.userId)
    requireAdmitted(tx, held)
    await requireStillProven(tx, factor, held)
    await updateClientAndSecret(tx, browser)
    return { ...column, status: leadsTo }
  }
  if (await isNewDevice(tx, browser, user)) await tellOwner(tx, user.id, { kind: 'new_device_sign_in' }, browser)
  return { ...column, ...(await complete(tx, browser, factor)) }
}

/** The first device of all is nothing to write about. */
const isNewDevice = async (tx: Transaction, browser: Browser, user: Account['user']): Promise<boolean> =>
  user.last_sign_in_at !== null && !(await hasSignedInHere(tx, browser, user.id))

async function complete(tx: Transaction, browser: Browser, factor: VerifiedFactor): Promise<Columns> {
  const session = await createSession(tx, browser, completedSignIn(factor))
  return { status: 'complete', created_session_id: session.id }
}

type Columns = Partial<Omit<SignInRow, 'id' | 'client_id' | 'user_id'>>

/** Moves a sign-in on from the state it was read in; whoever else moved or ended it first wins. */
async function writeSignIn(tx: Transaction, signIn: SignInRow, columns: Columns): Promise<SignInRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const written = await updateRow(tx, 'sign_ins', signIn.id, changes, { status: signIn.status, abandon_at: signIn.abandon_at })
  if (!written) throw errors.resourceNotFound()
  return written
}
