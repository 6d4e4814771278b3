/** Connects an account of another service to somebody who is signed in: it is theirs once the provider has said who they are there. */
import { type ApiError, errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { findSignedIn, type SessionRow } from '../../devices/sessions/sessions.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { notProved } from '../../ground/one-time-secrets/verification.js'
import {
  addPendingAccount,
  type ExternalAccountRow,
  findExternalAccountById,
  noteVerification,
  provePendingAccount,
  refreshExternalAccount,
  type VerifiedExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'
import { beginAuthorization, type Errand } from './authorization.js'
import type { Provider } from './provider.js'
import type { Way } from './way.js'

type Connection = Extract<Errand, { for: 'connection' }>

/** The account that is to be proved, with the address for the browser in its verification. */
export async function beginConnection(
  tx: Transaction,
  client: Pick<ClientRow, 'id'>,
  session: Pick<SessionRow, 'id' | 'user_id'>,
  provider: Provider,
  way: Way,
): Promise<ExternalAccountRow> {
  return addPendingAccount(tx, session.user_id, provider.key, (id) =>
    beginAuthorization(tx, client, provider, errandOf(session, id), way),
  )
}

/** The same for an account that is connected, to ask its provider once more, such as for other scopes: it stays connected meanwhile. */
export async function beginReconnection(
  tx: Transaction,
  client: Pick<ClientRow, 'id'>,
  session: Pick<SessionRow, 'id' | 'user_id'>,
  account: ExternalAccountRow,
  provider: Provider,
  way: Way,
): Promise<ExternalAccountRow> {
  return { ...account, verification: await beginAuthorization(tx, client, provider, errandOf(session, account.id), way) }
}

const errandOf = ({ id: sessionId, user_id: userId }: Pick<SessionRow, 'id' | 'user_id'>, id: string): Connection => ({
  for: 'connection',
  id,
  userId,
  sessionId,
})

/**
 * The browser came back. Who is signed in there must still be who asked.
 * @throws `signed_out`, `resource_not_found`, `external_account_exists` for somebody else's account
 */
export async function connectAccount(
  instance: Instance,
  { client }: Device,
  { id, userId, sessionId }: Connection,
  { proof, account }: { proof: Proof; account: VerifiedExternalAccount },
): Promise<void> {
  const signedIn = client && (await findSignedIn(instance, client, sessionId))
  if (signedIn?.user.id !== userId) throw errors.signedOut()
  await transaction(instance, async (tx) => {
    await claim(tx, proof)
    const earlier = await findExternalAccountById(tx, id)
    if (earlier?.user_id !== userId) throw errors.resourceNotFound()
    if (earlier.verified_at === null) await provePendingAccount(tx, id, userId, account)
    else await reconnect(tx, earlier, account)
    tx.tell('user.updated', userId)
  })
}

/** Another account of the same provider is another one. */
async function reconnect(tx: Transaction, earlier: ExternalAccountRow, account: VerifiedExternalAccount): Promise<void> {
  if (earlier.provider !== account.provider || earlier.provider_user_id !== account.subject) throw errors.externalAccountExists()
  await refreshExternalAccount(tx, earlier, account)
}

/** Why it was not connected. What is connected already stays so. */
export async function noteRefusal(
  tx: Transaction,
  { id, userId }: Connection,
  strategy: string,
  proof: Proof,
  refusal: ApiError,
): Promise<void> {
  await claim(tx, proof)
  const account = await findExternalAccountById(tx, id)
  if (account?.user_id !== userId || account.verified_at !== null) return
  await noteVerification(tx, id, notProved(tx, strategy, refusal))
}
