/**
 * A sign-in by an account of another service: the browser is sent to the provider, and comes back with what the provider says. Known
 * accounts go on as after any first factor, a second one is still asked for; unknown ones can be signed up with.
 */
import { type ApiError, errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { type ClientRow, clientForAttempt, updateClientAndSecret } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { externalAccountVerified, notProved, readVerification, transferable } from '../../ground/one-time-secrets/verification.js'
import {
  type ExternalAccountRow,
  findExternalAccount,
  openAccount,
  refreshExternalAccount,
  sealAccount,
  type VerifiedExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'
import { requireUser } from '../../identity/users/users.js'
import { factorOfAccount } from '../factors/external-account.js'
import { factors, type Matrix } from '../factors/matrix.js'
import { beginAuthorization } from '../social/authorization.js'
import type { Provider } from '../social/provider.js'
import type { Way } from '../social/way.js'
import { moveOnAsNamed } from './naming.js'
import { ownerByAddress } from './pending-account.js'
import { refuseSecondSession } from './second-session.js'
import { type Advanced, findOpenSignIn, insertSignIn, type NewSignIn, newSignIn, type SignInRow, writeSignIn } from './sign-in.js'
import type { Step } from './steps.js'

/** @throws `session_exists`, `session_quota_exceeded` */
export async function createProviderSignIn(instance: Instance, device: Device, provider: Provider, way: Way): Promise<Advanced> {
  await refuseSecondSession(instance, device, null)
  const signIn = newSignIn(instance, null, null)
  return transaction(instance, async (tx) => {
    const known = await clientForAttempt(tx, device, { sign_in_id: signIn.id })
    const verification = await beginAuthorization(tx, known.client, provider, { for: 'sign_in', id: signIn.id }, way)
    return insertSignIn(tx, known, signIn, { first_factor_verification: verification })
  })
}

/**
 * By what a page brings without a way there and back. A sign-up may bring it again for somebody who is unknown.
 * @throws `external_account_not_found`, `verification_expired` for what was brought before, and as `continueWithAccount` does
 */
export async function createBroughtSignIn(
  instance: Instance,
  device: Device,
  { proof, account }: Brought,
  matrix = factors,
): Promise<Advanced> {
  await refuseSecondSession(instance, device, null)
  const signIn = newSignIn(instance, null, null)
  return transaction(instance, async (tx) => {
    if (!(await findExternalAccount(tx, account)) && !(await ownerByAddress(tx, account))) throw errors.externalAccountNotFound()
    await claim(tx, proof)
    const known = await clientForAttempt(tx, device, { sign_in_id: signIn.id })
    const { columns, device: moved } = await stepWith(tx, known, signIn, account, matrix)
    return insertSignIn(tx, moved, signIn, columns)
  })
}

/** The same for a sign-in that has begun by another way. @throws `resource_not_found`, `verification_already_verified` */
export async function sendToProvider(
  instance: Instance,
  device: Device,
  id: string,
  provider: Provider,
  way: Way,
): Promise<SignInRow> {
  const signIn = await findOpenSignIn(instance, device.client, id)
  requireFirstStep(signIn)
  return transaction(instance, async (tx) => {
    const client = { id: signIn.client_id }
    const verification = await beginAuthorization(tx, client, provider, { for: 'sign_in', id }, way)
    return writeSignIn(tx, signIn, { first_factor_verification: verification })
  })
}

function requireFirstStep({ status }: SignInRow): void {
  if (status !== 'needs_identifier' && status !== 'needs_first_factor') throw errors.verificationAlreadyVerified()
}

/** What the browser came back with, and the state's proof, which is used up with it. */
export interface Brought {
  proof: Proof
  account: VerifiedExternalAccount
}

/** @throws `resource_not_found`, and whatever keeps the account's user out: see `noteRefusal` */
export async function continueWithAccount(
  instance: Instance,
  device: Device,
  id: string,
  { proof, account }: Brought,
  matrix = factors,
): Promise<Advanced> {
  const signIn = await findOpenSignIn(instance, device.client, id)
  requireFirstStep(signIn)
  return transaction(instance, async (tx) => {
    await claim(tx, proof)
    return advance(tx, signIn, await stepWith(tx, device, signIn, account, matrix))
  })
}

/** What a provider, or we, have against it, so that pages can say so. */
export async function noteRefusal(
  instance: Instance,
  device: Device,
  id: string,
  strategy: string,
  proof: Proof,
  refusal: ApiError,
): Promise<Advanced> {
  const signIn = await findOpenSignIn(instance, device.client, id)
  return transaction(instance, async (tx) => {
    await claim(tx, proof)
    return { signIn: await writeSignIn(tx, signIn, { first_factor_verification: notProved(tx, strategy, refusal) }), device }
  })
}

const advance = async (tx: Transaction, signIn: SignInRow, { columns, device }: Step): Promise<Advanced> => ({
  signIn: await writeSignIn(tx, signIn, columns),
  device,
})

async function stepWith(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  account: VerifiedExternalAccount,
  matrix: Matrix,
): Promise<Step> {
  const known = await findExternalAccount(tx, account)
  if (known) return enterAs(tx, device, signIn, known, account, matrix)

  const { strategy, emailAddress } = account
  const userId = await ownerByAddress(tx, account)
  const next = userId
    ? { user_id: userId, status: 'needs_first_factor' as const, identifier: emailAddress }
    : { user_id: null, status: 'needs_identifier' as const, identifier: null }
  const verification = userId
    ? notProved(tx, strategy, errors.externalAccountToConnect())
    : transferable(tx, strategy, errors.externalAccountNotFound())
  return {
    columns: { ...next, external_account: sealAccount(tx, account), first_factor_verification: verification },
    device: await updateClientAndSecret(tx, device), // it may do more: sign up with the account, or connect it
  }
}

async function enterAs(
  tx: Transaction,
  device: Device,
  signIn: NewSignIn,
  known: ExternalAccountRow,
  account: VerifiedExternalAccount,
  matrix: Matrix,
): Promise<Step> {
  const user = await requireUser(tx, known.user_id)
  await refuseSecondSession(tx, device, user)
  const settle = async () => factorOfAccount(tx, await refreshExternalAccount(tx, known, account), account)
  const right = { user, verification: externalAccountVerified(tx, account.strategy), settle }
  return moveOnAsNamed(tx, device, signIn, right, matrix)
}

/** For a sign-up whose account is somebody's here: `transferSignIn` goes on with it. */
export async function keepForSignIn(tx: Transaction, device: Device, account: VerifiedExternalAccount): Promise<Advanced> {
  const signIn = newSignIn(tx, null, null)
  const known = await clientForAttempt(tx, device, { sign_in_id: signIn.id })
  return insertSignIn(tx, known, signIn, { external_account: sealAccount(tx, account) })
}

/** Signs in with the account that a sign-up of this browser was begun with. @throws `account_transfer_invalid`, and as `continueWithAccount` does */
export async function transferSignIn(instance: Instance, device: Device, matrix = factors): Promise<Advanced> {
  const held = await heldAccount(instance, device.client)
  if (held?.signIn.first_factor_verification !== null) throw errors.accountTransferInvalid()
  const { signIn, account } = held
  return transaction(instance, async (tx) => advance(tx, signIn, await stepWith(tx, device, signIn, account, matrix)))
}

/** The account with which this browser could not sign in, since nobody has it, and which it may sign up with. @throws `account_transfer_invalid` */
export async function accountToSignUpWith(instance: Instance, { client }: Device): Promise<VerifiedExternalAccount> {
  const held = await heldAccount(instance, client)
  const verification = held?.signIn.first_factor_verification
  if (!held || !verification || readVerification(verification).status !== 'transferable') throw errors.accountTransferInvalid()
  return held.account
}

async function heldAccount(instance: Instance, client: ClientRow | null) {
  const id = client?.sign_in_id
  if (!id) return null
  const signIn = await findOpenSignIn(instance, client, id)
  return signIn.external_account === null ? null : { signIn, account: openAccount(instance, signIn.external_account) }
}
