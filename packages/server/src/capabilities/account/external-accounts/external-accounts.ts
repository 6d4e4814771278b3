/** What people do with accounts of other services that are theirs: connect, ask the provider once more, take away. */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { SessionRow } from '../../devices/sessions/sessions.js'
import { takesWallets } from '../../entering/factors/wallet.js'
import { beginConnection, beginReconnection } from '../../entering/social/connect.js'
import { requireProvider } from '../../entering/social/require-provider.js'
import { isProviderStrategy, type Way } from '../../entering/social/way.js'
import {
  type ExternalAccountRow,
  externalAccountsOf,
  findExternalAccountById,
  writeTokens,
} from '../../identity/external-accounts/external-accounts.js'
import { holds } from '../../identity/users/holdings.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import { removeAccountOf } from '../../management/external-accounts/remove.js'

/** @throws `strategy_for_user_invalid` for a provider that is not switched on */
export async function connect(
  instance: Instance,
  { client }: Device,
  session: SessionRow,
  strategy: string | null | undefined,
  way: Way,
): Promise<ExternalAccountRow> {
  if (!isProviderStrategy(strategy)) throw errors.strategyForUserInvalid()
  const provider = await requireProvider(instance, strategy)
  return transaction(instance, (tx) => beginConnection(tx, client!, session, provider, way)) // who is signed in has a client
}

/** @throws `resource_not_found` */
export async function reconnect(
  instance: Instance,
  { client }: Device,
  session: SessionRow,
  id: string,
  way: Way,
): Promise<ExternalAccountRow> {
  const account = await requireOwn(instance, session.user_id, id)
  const provider = await requireProvider(instance, `oauth_${account.provider}`)
  return transaction(instance, (tx) => beginReconnection(tx, client!, session, account, provider, way)) // as above
}

/** @throws `resource_not_found`, `identification_deletion_failed` where nothing else would be left to sign in with */
export const disconnect = (instance: Instance, userId: string, id: string): Promise<string> =>
  removeAccountOf(instance, userId, id, requireOtherWay)

/** Its tokens only. @throws `resource_not_found` */
export async function forgetTokens(instance: Instance, userId: string, id: string): Promise<void> {
  await transaction(instance, async (tx) => {
    await writeTokens(tx, await requireOwn(tx, userId, id), null)
    tx.tell('user.updated', userId)
  })
}

async function requireOwn(instance: Instance, userId: string, id: string): Promise<ExternalAccountRow> {
  const account = await findExternalAccountById(instance, id)
  if (account?.user_id !== userId) throw errors.resourceNotFound()
  return account
}

/** Read while the user's row is held, so that two that are removed at once don't each count on the other. */
async function requireOtherWay(tx: Transaction, account: ExternalAccountRow): Promise<void> {
  const user = await lockUserRow(tx, account.user_id)
  if (account.verified_at === null || hasOtherWay(tx, user)) return
  const others = await externalAccountsOf(tx, [user.id])
  const isLast = !others.some(
    ({ id, verified_at, provider }) => id !== account.id && verified_at !== null && isOffered(tx, provider),
  )
  if (isLast) throw errors.lastIdentificationDeletionFailed()
}

const isOffered = ({ settings }: Instance, provider: string): boolean => {
  const client = Object.hasOwn(settings.social, provider) ? settings.social[provider] : undefined
  return client !== undefined && client.enabled !== false && client.authenticatable !== false
}

/** What works without any provider, as the settings have it by now. */
function hasOtherWay({ settings }: Instance, user: UserRow): boolean {
  const { signIn } = settings
  const hasAddress = user.primary_email_address_id !== null
  return (
    (signIn.password && user.password_digest !== null) ||
    (hasAddress && (signIn.emailCode || signIn.emailLink)) ||
    (signIn.passkey && holds(user, 'passkey')) ||
    (signIn.phoneCode && holds(user, 'phone_number')) ||
    (takesWallets(settings) && user.primary_web3_wallet_id !== null)
  )
}
