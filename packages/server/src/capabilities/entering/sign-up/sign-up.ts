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
import {
  addVerifiedEmailAddress,
  findVerifiedEmailAddress,
  type VerifiedEmailAddress,
  verifiedEarlier,
} from '../../identity/email-addresses/email-addresses.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'
import { refuseReservedUsername } from '../../identity/users/reserved-usernames.js'
import { findUserByUsername, insertUser, updateUser } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import { factorOfSignUp } from '../factors/email-code.js'
import type { Claim, IdentifierSubject } from '../factors/factor.js'
import { factors, requireIdentifierFactor, strategies } from '../factors/matrix.js'
import { type Admitted, askBeforeSignUp } from './before-sign-up.js'
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
export interface SignUpFields {
  email_address?: string | null
  username?: string | null
  first_name?: string | null
  last_name?: string | null
  locale?: string | null
  timezone?: string | null
  password?: string | null
  unsafe_metadata?: object
  legal_accepted?: boolean
  /** `email_code` sends the code at once, which spares the call of `prepareVerification`. */
  strategy?: string | null
}

export async function createSignUp(instance: Instance, device: Device, fields: SignUpFields): Promise<Advanced> {
  await refuseSurplusSession(instance, device)
  const now = instance.now()
  const asked = {
    id: newId('sua'),
    client_id: device.client?.id ?? '', // one that has none gets it below
    status: 'missing_requirements',
    email_address: null,
    email_address_verification: null,
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
  } satisfies SignUpRow
  await askBeforeSignUp(instance, device, asked)
  return transaction(instance, async (tx) => {
    const begun = await clientForAttempt(tx, device, { sign_up_id: asked.id })
    const signUp: SignUpRow = { ...asked, client_id: begun.client.id }
    if (sendsCode(fields)) signUp.email_address_verification = await sendCode(tx, signUp, fields.strategy)
    await insertRow(tx, 'sign_ups', signUp)
    return { signUp, device: begun }
  })
}

/** @throws `resource_not_found` for other browsers' sign-ups and for finished or abandoned ones */
export async function updateSignUp(instance: Instance, device: Device, id: string, fields: SignUpFields): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  const columns = await readFields(instance, fields, signUp)
  if (columns.email_address !== undefined && columns.email_address !== signUp.email_address)
    columns.email_address_verification = null
  const admitted = await askBeforeSignUp(instance, device, { ...signUp, ...columns })
  return transaction(instance, async (tx) => {
    const next = { ...signUp, ...columns }
    if (sendsCode(fields) && requirementsOf(instance.settings, next).unverified.length > 0)
      columns.email_address_verification = await sendCode(tx, next, fields.strategy)
    return writeOrComplete(tx, device, signUp, columns, admitted)
  })
}

/** Sends a code to the address; an earlier code stops working. @throws `verification_already_verified`, and as `sendCode` does */
export async function prepareVerification(instance: Instance, device: Device, id: string, strategy: string): Promise<SignUpRow> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  if (signUp.email_address !== null && requirementsOf(instance.settings, signUp).unverified.length === 0)
    throw errors.verificationAlreadyVerified()
  return transaction(instance, async (tx) =>
    writeSignUp(tx, signUp, { email_address_verification: await sendCode(tx, signUp, strategy) }),
  )
}

/** Whether the form asks for a code at once, which spares the call of `prepareVerification`. */
export const sendsCode = (fields: { strategy?: string | null }): fields is { strategy: string } =>
  strategies.identifiers.includes(fields.strategy ?? '')

/** What the sign-up remembers of the code that it sends. @throws `form_param_missing` without an address, `too_many_requests` */
async function sendCode(tx: Transaction, signUp: SignUpRow, strategy: string): Promise<string> {
  return (await requireIdentifierFactor(strategy).prepare(tx, subjectOf(signUp))).verification
}

/** The right code verifies the address; if nothing else is missing the user is made and signed in. */
export async function attemptVerification(
  instance: Instance,
  device: Device,
  id: string,
  { strategy, code }: { strategy: string; code: string },
): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  if (signUp.email_address_verification === null) throw errors.verificationMissing()
  const claim = await requireIdentifierFactor(strategy).check(instance, subjectOf(signUp), code)
  const columns = { email_address_verification: claim.verification }
  const admitted = await askBeforeSignUp(instance, device, { ...signUp, ...columns })
  return transaction(instance, (tx) => writeOrComplete(tx, device, signUp, columns, admitted, claim))
}

/** The sign-up of this browser, while it can still go on. */
export async function findOpenSignUp(instance: Instance, client: ClientRow | null, id: string): Promise<SignUpRow> {
  const [signUp] = client ? await ofClient(instance, id, client.id) : []
  if (signUp?.status !== 'missing_requirements' || signUp.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signUp
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

/** Checks what the form carries and hashes the password, before any transaction. */
async function readFields(instance: Instance, fields: SignUpFields, earlier?: SignUpRow): Promise<Columns> {
  const { email_address, username, first_name, last_name, password, unsafe_metadata, legal_accepted } = fields
  const { attributes, enumerationProtection } = instance.settings
  if (username && attributes.username === 'off') throw errors.formParamUnknown('username')
  if (first_name && attributes.firstName === 'off') throw errors.formParamUnknown('first_name')
  if (last_name && attributes.lastName === 'off') throw errors.formParamUnknown('last_name')
  // Where accounts are hidden, only the code that is mailed there brings the answer that somebody has the address.
  if (!enumerationProtection && email_address && (await findVerifiedEmailAddress(instance, email_address)))
    throw errors.formIdentifierExists('email_address')
  if (username) refuseReservedUsername(instance, username)
  if (username && (await findUserByUsername(instance, username))) throw errors.formIdentifierExists('username')

  const columns: Columns = {}
  for (const name of ['email_address', 'username', 'first_name', 'last_name', 'locale', 'timezone'] as const)
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
async function writeSignUp(tx: Transaction, signUp: SignUpRow, columns: Columns): Promise<SignUpRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const asRead = { status: 'missing_requirements', email_address: signUp.email_address } as const
  const written = await updateRow(tx, 'sign_ups', signUp.id, changes, asRead)
  if (!written) throw errors.resourceNotFound()
  return written
}

/**
 * Writes changes; if nothing is missing then, the user is made and signed in. `claim` comes with the request that verified the address;
 * without it the sign-up completes once the missing fields are in.
 */
async function writeOrComplete(
  tx: Transaction,
  device: Device,
  signUp: SignUpRow,
  columns: Columns,
  admitted: Admitted,
  claim?: Claim<VerifiedEmailAddress>,
): Promise<Advanced> {
  const next = { ...signUp, ...columns }
  const emailAddress = claim ? await claim.settle(tx) : verifiedEarlier(next.email_address, next.email_address_verification)
  if (!emailAddress || !isComplete(requirementsOf(await presentSettings(tx), next))) {
    const known = claim ? await updateClientAndSecret(tx, device) : device
    return { signUp: await writeSignUp(tx, signUp, columns), device: known }
  }

  if (!admitted) throw errors.serviceUnavailable() // the settings have changed meanwhile: the app was asked about a sign-up that is not at its end
  const addressId = newId('idn')
  const user = await insertUser(tx, {
    username: next.username,
    first_name: next.first_name,
    last_name: next.last_name,
    locale: next.locale,
    timezone: next.timezone,
    password_digest: next.password_digest,
    public_metadata: admitted.publicMetadata ?? {},
    private_metadata: admitted.privateMetadata ?? {},
    unsafe_metadata: fromJson<object>(next.unsafe_metadata),
    external_id: next.external_id,
    legal_accepted_at: next.legal_accepted_at,
    primary_email_address_id: addressId,
  })
  await addVerifiedEmailAddress(tx, user.id, emailAddress, { id: addressId })
  tx.tell('user.created', user.id)

  const signIn = complete(user, [factorOfSignUp(tx, user.id, emailAddress)], factors)
  if ('needs' in signIn) throw new Error('A user who was just made has enrolled nothing')
  const entered = await createSession(tx, device, signIn)
  const done = { status: 'complete', created_user_id: user.id, created_session_id: entered.session.id } as const
  const password_digest = next.password_digest && '' // that there was one is still told
  const written = await writeSignUp(tx, signUp, { ...columns, ...done, password_digest })
  // The app may have changed it after this sign-up was read; from here on it can't.
  if (written.external_id !== user.external_id) await updateUser(tx, user.id, { external_id: written.external_id })
  return { signUp: written, device: entered.device }
}

/** @throws `form_param_missing` without an address */
function subjectOf({ id, email_address, email_address_verification: verification }: SignUpRow): IdentifierSubject {
  if (email_address === null) throw errors.formParamMissing('email_address')
  return { of: 'sign_up', id, email_address, verification }
}
