/**
 * A sign-up collects what the instance asks for, proves the e-mail address, and becomes a user and a session in one transaction. Until
 * then nothing of it exists for anyone else: no user, no claim to the address.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { fromJson, toJson } from '../../../database/columns.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { type ClientRow, clientForAttempt, updateClientAndSecret } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { createSession, maxPeoplePerBrowser } from '../../devices/sessions/sessions.js'
import { signedInSessionsOf } from '../../devices/sessions/signed-in.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { addExternalAccount, openAccount } from '../../identity/external-accounts/external-accounts.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'
import { refuseReservedUsername } from '../../identity/users/reserved-usernames.js'
import { findUserByUsername, insertUser, type UserRow, updateUser } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import type { Claim, FactorParams, IdentifierFactor, IdentifierSubject } from '../factors/factor.js'
import type { IdentifierKind, VerifiedIdentifier } from '../factors/identifier.js'
import { factors, findIdentifierFactor } from '../factors/matrix.js'
import { factorOfSignUp } from '../factors/sign-up-factor.js'
import type { Identifier } from '../restrictions/identifiers.js'
import { requirePermitted } from '../restrictions/permitted.js'
import { checkAnswer } from '../sign-in/steps.js'
import { admit, requireAdmission } from './admission.js'
import { type Admitted, askBeforeSignUp } from './before-sign-up.js'
import { identifierKinds, identifierOf, identifiers } from './identifiers.js'
import { readInvitation, refuseOtherAddress } from './invited.js'
import { bringPicture } from './picture.js'
import { isComplete, requirementsOf } from './requirements.js'
import type { SignUpsTable } from './tables.js'

export type SignUpRow = SignUpsTable

/** A sign-up after a step, and the device as that left it. */
export interface Advanced {
  signUp: SignUpRow
  device: Device
}

const lifetimeMs = 24 * 3600_000

/** What counts of a sign-up form, which carries more than this; absent means: leave as it is. */
export interface SignUpFields extends FactorParams {
  email_address?: string | null
  phone_number?: string | null
  web3_wallet?: string | null
  username?: string | null
  first_name?: string | null
  last_name?: string | null
  locale?: string | null
  timezone?: string | null
  unsafe_metadata?: object
  legal_accepted?: boolean
  /** One that sends something, such as `email_code`, sends it at once, which spares the call of `prepareVerification`. */
  strategy?: string | null
}

export async function createSignUp(instance: Instance, device: Device, fields: SignUpFields): Promise<Advanced> {
  await refuseSurplusSession(instance, device)
  const invited = fields.ticket ? await readInvitation(instance, fields.ticket, fields.email_address) : {}
  const now = instance.now()
  const asked = {
    id: newId('sua'),
    client_id: device.client?.id ?? '', // one that has none gets it below
    status: 'missing_requirements',
    email_address: null,
    email_address_verification: null,
    phone_number: null,
    phone_number_verification: null,
    web3_wallet: null,
    web3_wallet_verification: null,
    external_account: null,
    external_account_verification: null,
    invitation_id: null,
    username: null,
    first_name: null,
    last_name: null,
    locale: null,
    timezone: null,
    password_digest: null,
    unsafe_metadata: '{}',
    external_id: null,
    custom_action: 0,
    legal_accepted_at: null,
    created_session_id: null,
    created_user_id: null,
    abandon_at: now + lifetimeMs,
    created_at: now,
    updated_at: now,
    ...(await readFields(instance, fields)),
    ...invited,
  } satisfies SignUpRow
  const admitted = await askBeforeSignUp(instance, device, asked)
  return transaction(instance, async (tx) => {
    await requireAdmission(tx, asked)
    const begun = await clientForAttempt(tx, device, { sign_up_id: asked.id })
    const signUp: SignUpRow = { ...asked, client_id: begun.client.id }
    const sent = { ...signUp, ...(await sendAtOnce(tx, device, signUp, fields)) }
    await insertRow(tx, 'sign_ups', sent)
    // With an invitation, nothing may be left to verify.
    return sent.invitation_id === null ? { signUp: sent, device: begun } : writeOrComplete(tx, begun, sent, {}, admitted)
  })
}

/** @throws `resource_not_found` for other browsers' sign-ups and for finished or abandoned ones */
export async function updateSignUp(instance: Instance, device: Device, id: string, fields: SignUpFields): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  refuseOtherAddress(signUp, fields.email_address)
  const columns = await readFields(instance, fields, signUp)
  for (const kind of identifierKinds)
    if (columns[kind] !== undefined && columns[kind] !== signUp[kind]) columns[`${kind}_verification`] = null
  const admitted = await askBeforeSignUp(instance, device, { ...signUp, ...columns })
  return advance(instance, async (tx) => {
    const sent = await sendAtOnce(tx, device, { ...signUp, ...columns }, fields)
    return writeOrComplete(tx, device, signUp, { ...columns, ...sent }, admitted)
  })
}

type WithStrategy = FactorParams & { strategy: string }

/** Sends a code to the address or number, or whatever the strategy sends; an earlier one stops working. @throws `verification_already_verified`, `form_param_missing` without an address, `too_many_requests` */
export async function prepareVerification(
  instance: Instance,
  device: Device,
  id: string,
  { strategy, ...params }: WithStrategy,
): Promise<SignUpRow> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  const factor = requireFactor(instance, strategy)
  if (signUp[factor.kind] !== null && !requirementsOf(instance.settings, signUp).unverified.includes(factor.kind))
    throw errors.verificationAlreadyVerified()
  return transaction(instance, async (tx) => writeSignUp(tx, signUp, await send(tx, device, signUp, factor, params)))
}

/** Whether the form asks for something to be sent at once. */
export const sendsAtOnce = ({ settings }: Instance, { strategy }: { strategy?: string | null }): boolean =>
  findIdentifierFactor(settings, strategy ?? '') !== undefined

/** What the form asks for along with its fields, unless it is verified already. */
async function sendAtOnce(
  tx: Transaction,
  device: Device,
  signUp: SignUpRow,
  { strategy, ...params }: SignUpFields,
): Promise<Columns> {
  const factor = strategy ? findIdentifierFactor(tx.settings, strategy) : undefined
  if (!factor) return {}
  const isVerified = signUp[factor.kind] !== null && !requirementsOf(tx.settings, signUp).unverified.includes(factor.kind)
  return isVerified ? {} : send(tx, device, signUp, factor, params)
}

/** What the sign-up remembers of what it sends. */
async function send(
  tx: Transaction,
  device: Device,
  signUp: SignUpRow,
  factor: IdentifierFactor,
  params: FactorParams,
): Promise<Columns> {
  const { verification } = await factor.prepare(tx, subjectOf(device, signUp, factor.kind), params)
  return { [`${factor.kind}_verification`]: verification }
}

/** @throws `strategy_for_user_invalid` */
function requireFactor({ settings }: Instance, strategy: string): IdentifierFactor {
  const factor = findIdentifierFactor(settings, strategy)
  if (!factor) throw errors.strategyForUserInvalid()
  return factor
}

/** The right answer verifies the identifier; if nothing else is missing the user is made and signed in. */
export async function attemptVerification(
  instance: Instance,
  device: Device,
  id: string,
  { strategy, ...params }: WithStrategy,
): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  const factor = requireFactor(instance, strategy)
  if (signUp[`${factor.kind}_verification`] === null) throw errors.verificationMissing()
  const claim = await checkAnswer(instance, factor, subjectOf(device, signUp, factor.kind), params)
  return verifyIdentifier(instance, device, signUp, factor.kind, claim)
}

/** What follows from a right answer, wherever it came from. */
export async function verifyIdentifier(
  instance: Instance,
  device: Device,
  signUp: SignUpRow,
  kind: IdentifierKind,
  claim: Claim<VerifiedIdentifier>,
): Promise<Advanced> {
  const columns = { [`${kind}_verification`]: claim.verification }
  const admitted = await askBeforeSignUp(instance, device, { ...signUp, ...columns })
  return advance(instance, (tx) => writeOrComplete(tx, device, signUp, columns, admitted, claim))
}

/** Commits a step, which may be the last one. */
export async function advance(instance: Instance, step: (tx: Transaction) => Promise<Advanced>): Promise<Advanced> {
  const advanced = await transaction(instance, step)
  await bringPicture(instance, advanced.signUp)
  return advanced
}

/** The sign-up of this browser, while it can still go on. */
export async function findOpenSignUp(instance: Instance, client: ClientRow | null, id: string): Promise<SignUpRow> {
  const [signUp] = client ? await ofClient(instance, id, client.id) : []
  if (signUp?.status !== 'missing_requirements' || signUp.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signUp
}

/** The same, also after it is complete: who waits for a link learns of it so. */
export async function findSignUp(instance: Instance, client: ClientRow | null, id: string): Promise<SignUpRow> {
  const [signUp] = client ? await ofClient(instance, id, client.id) : []
  if (!signUp || signUp.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signUp
}

/** The client that began it; null for none. */
export async function clientOfSignUp({ db }: Instance, id: string): Promise<string | null> {
  const signUp = await db.selectFrom('sign_ups').select('client_id').where('id', '=', id).executeTakeFirst()
  return signUp?.client_id ?? null
}

const ofClient = prepared((db, id: string, clientId: string) =>
  db.selectFrom('sign_ups').selectAll().where('id', '=', id).where('client_id', '=', clientId),
)

/** There is a limit of people per browser, and an instance may allow only one. */
async function refuseSurplusSession(instance: Instance, { client }: Device): Promise<void> {
  if (!client) return
  const { length } = await signedInSessionsOf(instance, client.id)
  if (instance.settings.session.single && length > 0) throw errors.sessionExists()
  if (length >= maxPeoplePerBrowser) throw errors.sessionQuotaExceeded(maxPeoplePerBrowser)
}

type Columns = Partial<Omit<SignUpRow, 'id' | 'client_id'>>

/** What a form may name as its strategy: a password that it brings, or what sends something at once. @throws `form_param_value_invalid` */
function refuseUnknownStrategy({ settings }: Instance, strategy: string | null | undefined): void {
  if (!strategy || ['password', 'ticket'].includes(strategy) || findIdentifierFactor(settings, strategy)) return
  throw errors.formParamValueInvalid('strategy', 'is no way to sign up here')
}

/** Checks what the form carries and hashes the password, before any transaction. */
export async function readFields(instance: Instance, fields: SignUpFields, earlier?: SignUpRow): Promise<Columns> {
  const { username, first_name, last_name, password, unsafe_metadata, legal_accepted } = fields
  const { attributes, enumerationProtection } = instance.settings
  refuseUnknownStrategy(instance, fields.strategy)
  if (username && attributes.username === 'off') throw errors.formParamUnknown('username')
  if (first_name && attributes.firstName === 'off') throw errors.formParamUnknown('first_name')
  if (last_name && attributes.lastName === 'off') throw errors.formParamUnknown('last_name')
  const columns: Columns = {}
  for (const kind of identifierKinds) {
    const { asked, isTaken, spelled } = identifiers[kind]
    const typed = fields[kind]
    if (typed === undefined) continue
    if (typed && asked(instance.settings) === 'off') throw errors.formParamUnknown(kind)
    const value = typed && spelled ? await spelled(instance, typed) : typed
    columns[kind] = value
    if (value) await requirePermitted(instance, [{ type: kind, value }])
    // Where accounts are hidden, only what is sent there brings the answer that somebody has the address.
    if (value && !enumerationProtection && (await isTaken(instance, value))) throw errors.formIdentifierExists(kind)
  }
  if (password && !instance.settings.signIn.password) throw errors.formParamUnknown('password')
  if (username) refuseReservedUsername(instance, username)
  if (username && (await findUserByUsername(instance, username))) throw errors.formIdentifierExists('username')

  for (const name of ['username', 'first_name', 'last_name', 'locale', 'timezone'] as const)
    if (fields[name] !== undefined) columns[name] = fields[name]
  if (password) {
    const known = { ...earlier, ...columns }
    await requireAcceptablePassword(instance, password, { ...known, emailAddresses: [known.email_address] })
    columns.password_digest = await instance.passwords.hash(password)
  }
  if (unsafe_metadata) columns.unsafe_metadata = toJson(unsafe_metadata)
  if (legal_accepted !== undefined) columns.legal_accepted_at = legal_accepted ? instance.now() : null
  return columns
}

/**
 * Writes changes to a sign-up that is still open; of two requests that finish it, the second gets `resource_not_found`. So does one
 * that was decided when another address stood there: a proof is about the address it was sent to.
 */
export async function writeSignUp(tx: Transaction, signUp: SignUpRow, columns: Columns): Promise<SignUpRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const { email_address, phone_number, web3_wallet } = signUp
  const asRead = { status: 'missing_requirements', email_address, phone_number, web3_wallet } as const
  const written = await updateRow(tx, 'sign_ups', signUp.id, changes, asRead)
  if (!written) throw errors.resourceNotFound()
  return written
}

/**
 * Writes changes; if nothing is missing then, the user is made and signed in. `claim` comes with the request that verified an identifier;
 * without it the sign-up completes once the missing fields are in.
 */
export async function writeOrComplete(
  tx: Transaction,
  device: Device,
  signUp: SignUpRow,
  columns: Columns,
  admitted: Admitted,
  claim?: Claim<VerifiedIdentifier>,
): Promise<Advanced> {
  const next = { ...signUp, ...columns }
  const settled = await claim?.settle(tx)
  const settings = await presentSettings(tx)
  if (!isComplete(requirementsOf(settings, next))) {
    const known = claim ? await updateClientAndSecret(tx, device) : device
    return { signUp: await writeSignUp(tx, signUp, columns), device: known }
  }

  if (!admitted) throw errors.serviceUnavailable() // the settings have changed meanwhile: the app was asked about a sign-up that is not at its end
  await requirePermitted(tx, identifiersIn(next), settings.restrictions)
  const invitedWith = await admit(tx, next)
  const verified = verifiedOf(next, settled)
  const ids = Object.fromEntries(verified.map(({ kind }) => [identifiers[kind].primary, newId('idn')]))
  const user = await insertUser(tx, {
    ...ids,
    username: next.username,
    first_name: next.first_name,
    last_name: next.last_name,
    locale: next.locale,
    timezone: next.timezone,
    password_digest: next.password_digest,
    public_metadata: { ...invitedWith, ...admitted.publicMetadata },
    private_metadata: admitted.privateMetadata ?? {},
    unsafe_metadata: fromJson<object>(next.unsafe_metadata),
    external_id: next.external_id,
    legal_accepted_at: next.legal_accepted_at,
  })
  for (const identifier of verified) await addIdentifier(tx, user, identifier)
  const account = next.external_account === null ? null : openAccount(tx, next.external_account)
  if (account) await addExternalAccount(tx, user.id, account)
  tx.tell('user.created', user.id)

  const signIn = complete(tx.settings, user, [factorOfSignUp(tx, user.id, settled ?? account ?? verified[0])], factors)
  if ('needs' in signIn) throw new Error('A user who was just made has enrolled nothing')
  const entered = await createSession(tx, device, signIn)
  const done = { status: 'complete', created_user_id: user.id, created_session_id: entered.session.id } as const
  const written = await writeSignUp(tx, signUp, { ...columns, ...done, ...keptByUser(next) })
  // The app may have changed it after this sign-up was read; from here on it can't.
  if (written.external_id !== user.external_id) await updateUser(tx, user.id, { external_id: written.external_id })
  return { signUp: written, device: entered.device }
}

/** That there was one is still told. */
const keptByUser = ({ password_digest, external_account }: SignUpRow) => ({
  password_digest: password_digest && '',
  external_account: external_account && '',
})

const identifiersIn = (signUp: SignUpRow): Identifier[] =>
  identifierKinds.flatMap((kind) => (signUp[kind] === null ? [] : [{ type: kind, value: signUp[kind] }]))

/** What was proved in this request, and what in earlier ones. */
const verifiedOf = (signUp: SignUpRow, settled?: VerifiedIdentifier): VerifiedIdentifier[] =>
  identifierKinds.flatMap((kind) => {
    const verified =
      settled?.kind === kind ? settled : identifiers[kind].verifiedEarlier(signUp[kind], signUp[`${kind}_verification`])
    return verified ? [verified] : []
  })

async function addIdentifier(tx: Transaction, user: UserRow, identifier: VerifiedIdentifier): Promise<void> {
  const { add, primary } = identifierOf(identifier.kind)
  await add(tx, user.id, identifier, user[primary as 'primary_email_address_id'] ?? newId('idn')) // a column of ids
}

/** @throws `form_param_missing` without an address */
function subjectOf({ origin }: Device, signUp: SignUpRow, kind: IdentifierKind): IdentifierSubject {
  const value = signUp[kind]
  if (value === null) throw errors.formParamMissing(kind)
  return { of: 'sign_up', id: signUp.id, value, verification: signUp[`${kind}_verification`], origin }
}
