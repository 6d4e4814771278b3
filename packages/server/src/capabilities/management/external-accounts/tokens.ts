/**
 * Tokens with which an app calls a provider's API in a user's name. One that is about to expire is refreshed first: once, whoever asks, since
 * many providers take a refresh token a single time. Of two nodes that refresh at once, the one that comes second takes the other's.
 */
import { setTimeout } from 'node:timers/promises'
import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { findProvider } from '../../entering/social/providers/find-provider.js'
import { refreshTokens } from '../../entering/social/refresh.js'
import {
  type ExternalAccountRow,
  type ExternalTokens,
  externalAccountsOf,
  findExternalAccountById,
  tokensOf,
  writeTokens,
} from '../../identity/external-accounts/external-accounts.js'
import { requireUser } from '../../identity/users/users.js'

const leftMs = 30_000 // for the call that it is asked for

export interface TokenOf {
  account: ExternalAccountRow
  tokens: ExternalTokens
}

/** Of each account that the user has there. @throws `resource_not_found`, `oauth_token_retrieval_error` when the provider refuses */
export async function accessTokensOf(instance: Instance, userId: string, provider: string): Promise<TokenOf[]> {
  await requireUser(instance, userId)
  const key = provider.replace(/^oauth_/, '')
  const accounts = (await externalAccountsOf(instance, [userId])).filter(
    (account) => account.provider === key && account.verified_at !== null,
  )
  const found: TokenOf[] = []
  for (const account of accounts) {
    const one = await freshTokens(instance, account)
    if (one) found.push(one)
  }
  return found
}

async function freshTokens(instance: Instance, account: ExternalAccountRow): Promise<TokenOf | null> {
  const tokens = tokensOf(instance, account)
  if (!tokens || !isOver(instance, tokens)) return tokens && { account, tokens }
  return instance.turns.take(`tokens of ${account.id}`, async () => {
    const present = await findExternalAccountById(instance, account.id) // somebody may just have refreshed them
    const held = present && tokensOf(instance, present)
    if (!present || !held || !isOver(instance, held)) return present && held && { account: present, tokens: held }
    return refresh(instance, present, held)
  })
}

const isOver = ({ now }: Instance, { expiresAt }: ExternalTokens): boolean => expiresAt !== null && expiresAt - leftMs <= now()

async function refresh(instance: Instance, account: ExternalAccountRow, tokens: ExternalTokens): Promise<TokenOf | null> {
  const provider = await findProvider(instance, `oauth_${account.provider}`).catch(() => null)
  if (!provider || tokens.refreshToken === null) throw errors.oauthTokenRetrievalError()
  const newer = await refreshTokens(instance, provider, tokens.refreshToken).catch(async (error: unknown) => {
    const elsewhere = await soonElsewhere(instance, account)
    if (elsewhere) return elsewhere
    const { message } = error as Error
    instance.log({
      level: 'warn',
      message: 'A provider refused to refresh a token',
      provider: account.provider,
      accountId: account.id,
      reason: message,
    })
    throw errors.oauthTokenRetrievalError()
  })
  if ('account' in newer) return newer
  const kept = { ...newer, refreshToken: newer.refreshToken ?? tokens.refreshToken, idToken: newer.idToken ?? tokens.idToken }
  const written = await transaction(instance, (tx) => writeTokens(tx, account, kept))
  if (written) return { account: written, tokens: kept }
  return (await takenElsewhere(instance, account)) ?? null
}

/** A refusal may mean that another node was first, whose answer is still on its way. */
async function soonElsewhere(instance: Instance, account: ExternalAccountRow): Promise<TokenOf | null> {
  for (let looks = 0; looks < 5; looks++) {
    const found = await takenElsewhere(instance, account)
    if (found) return found
    await setTimeout(100)
  }
  return null
}

/** What another node has put in place of these tokens meanwhile. */
async function takenElsewhere(instance: Instance, account: ExternalAccountRow): Promise<TokenOf | null> {
  const present = await findExternalAccountById(instance, account.id)
  if (!present || present.sealed_tokens === account.sealed_tokens) return null
  const tokens = tokensOf(instance, present)
  return tokens && { account: present, tokens }
}
