/**
 * A sign-up by an account of another service. What the provider says fills in the form; an address counts as verified where the provider
 * has verified it. What is missing then is asked for as always. Whose account is somebody's here is led to the sign-in.
 */
import { type ApiError, errors, personName, username } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { updateClientAndSecret } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { externalAccountVerified, notProved, transferable, verifiedFrom } from '../../ground/one-time-secrets/verification.js'
import { findVerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import {
  findExternalAccount,
  sealAccount,
  type VerifiedExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'
import { isReservedUsername } from '../../identity/users/reserved-usernames.js'
import { findUserByUsername } from '../../identity/users/users.js'
import { accountToSignUpWith, type Brought, keepForSignIn } from '../sign-in/with-provider.js'
import { beginAuthorization } from '../social/authorization.js'
import type { Provider } from '../social/provider.js'
import type { Way } from '../social/way.js'
import { askBeforeSignUp } from './before-sign-up.js'
import {
  type Advanced,
  advance,
  createSignUp,
  findOpenSignUp,
  readFields,
  type SignUpFields,
  type SignUpRow,
  updateSignUp,
  writeOrComplete,
  writeSignUp,
} from './sign-up.js'

/** @throws as `createSignUp` does */
export async function createProviderSignUp(
  instance: Instance,
  device: Device,
  provider: Provider,
  way: Way,
  fields: SignUpFields,
): Promise<Advanced> {
  return sendToProvider(instance, await createSignUp(instance, device, { ...fields, strategy: null }), provider, way)
}

/** By what a page brings without a way there and back. @throws as `createSignUp` and `signUpWithAccount` do */
export async function createBroughtSignUp(
  instance: Instance,
  device: Device,
  brought: Brought,
  fields: SignUpFields,
): Promise<Advanced> {
  const created = await createSignUp(instance, device, { ...fields, strategy: null })
  if (created.signUp.status !== 'missing_requirements') return created
  return signUpWithAccount(instance, created.device, created.signUp.id, brought)
}

/** The same for a sign-up that has begun by another way. @throws as `updateSignUp` does */
export async function updateProviderSignUp(
  instance: Instance,
  device: Device,
  id: string,
  provider: Provider,
  way: Way,
  fields: SignUpFields,
): Promise<Advanced> {
  return sendToProvider(instance, await updateSignUp(instance, device, id, { ...fields, strategy: null }), provider, way)
}

async function sendToProvider(instance: Instance, { signUp, device }: Advanced, provider: Provider, way: Way): Promise<Advanced> {
  if (signUp.status !== 'missing_requirements') return { signUp, device }
  return transaction(instance, async (tx) => {
    const client = { id: signUp.client_id }
    const verification = await beginAuthorization(tx, client, provider, { for: 'sign_up', id: signUp.id }, way)
    return { signUp: await writeSignUp(tx, signUp, { external_account_verification: verification }), device }
  })
}

/** Goes on with what the browser came back with. @throws `resource_not_found`, and whatever the account is refused for: see `noteRefusal` */
export async function signUpWithAccount(
  instance: Instance,
  device: Device,
  id: string,
  { proof, account }: Brought,
): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  if (await isSomebodys(instance, account))
    return transaction(instance, async (tx) => {
      await claim(tx, proof)
      const kept = await keepForSignIn(tx, device, account)
      const verification = transferable(tx, account.strategy, errors.externalAccountExists())
      return { signUp: await writeSignUp(tx, signUp, { external_account_verification: verification }), device: kept.device }
    })
  return takeAccount(instance, device, signUp, account, proof)
}

/** Signs up with the account that this browser could not sign in with. @throws `account_transfer_invalid`, and as `createSignUp` does */
export async function transferSignUp(instance: Instance, device: Device, fields: SignUpFields): Promise<Advanced> {
  const account = await accountToSignUpWith(instance, device)
  const created = await createSignUp(instance, device, fields)
  return takeAccount(instance, created.device, created.signUp, account)
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
  const signUp = await findOpenSignUp(instance, device.client, id)
  return transaction(instance, async (tx) => {
    await claim(tx, proof)
    const columns = { external_account_verification: notProved(tx, strategy, refusal) }
    return { signUp: await writeSignUp(tx, signUp, columns), device }
  })
}

const isSomebodys = async (instance: Instance, account: VerifiedExternalAccount): Promise<boolean> =>
  (await findExternalAccount(instance, account)) !== null ||
  (account.emailVerified && (await isTaken(instance, account.emailAddress)))

const isTaken = async (instance: Instance, address: string | null): Promise<boolean> =>
  address !== null && (await findVerifiedEmailAddress(instance, address)) !== null

async function takeAccount(
  instance: Instance,
  device: Device,
  signUp: SignUpRow,
  account: VerifiedExternalAccount,
  proof?: Proof,
): Promise<Advanced> {
  const fields = await fieldsFrom(instance, signUp, account)
  const verification = fields.email_address && account.emailVerified ? verifiedFrom(account.strategy) : undefined
  const columns = {
    ...(await readFields(instance, fields, signUp)),
    ...(verification && { email_address_verification: verification }),
    external_account: sealAccount(instance, account),
    external_account_verification: externalAccountVerified(instance, account.strategy),
  }
  const admitted = await askBeforeSignUp(instance, device, { ...signUp, ...columns })
  return advance(instance, async (tx) => {
    if (proof) await claim(tx, proof)
    // It may do more from here on, as after any proof.
    return writeOrComplete(tx, await updateClientAndSecret(tx, device), signUp, columns, admitted)
  })
}

/** What the form lacks and the provider knows, as far as it is asked for and may be had. */
async function fieldsFrom(instance: Instance, signUp: SignUpRow, account: VerifiedExternalAccount): Promise<SignUpFields> {
  const { attributes } = instance.settings
  const fields: SignUpFields = {}
  const { emailAddress } = account
  if (attributes.emailAddress !== 'off' && signUp.email_address === null && !(await isTaken(instance, emailAddress)))
    fields.email_address = emailAddress
  else if (signUp.email_address === emailAddress) fields.email_address = emailAddress
  if (attributes.firstName !== 'off') fields.first_name = signUp.first_name ?? fitting(personName, account.firstName)
  if (attributes.lastName !== 'off') fields.last_name = signUp.last_name ?? fitting(personName, account.lastName)
  if (attributes.username !== 'off' && signUp.username === null) {
    const name = fitting(username, account.username)
    if (name && !isReservedUsername(instance, name) && !(await findUserByUsername(instance, name))) fields.username = name
  }
  return fields
}

/** The text as the form would take it; null if it would not. */
function fitting(schema: { safeParse(text: unknown): { data?: string | null } }, text: string | null): string | null {
  return text === null ? null : (schema.safeParse(text).data ?? null)
}
