/** A wallet proves that its owner is there, by signing a message that was made for this attempt: one flow, whatever is permitted for it. */
import {
  errors,
  type SupportedFirstFactor,
  type Web3Provider,
  type Web3Strategy,
  web3Providers,
  web3Strategy,
} from '@frontdesk/contract'
import type { Chain } from '../../../basics/wallet-address.js'
import type { Instance } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { codeVerified } from '../../ground/one-time-secrets/verification.js'
import type { Settings } from '../../ground/settings/settings.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import {
  askForSignature,
  checkSignature,
  requireWallet,
  type WalletChallenge,
  type WalletPurpose,
} from '../../identity/web3-wallets/challenges.js'
import { verifyWalletByProof } from '../../identity/web3-wallets/web3-wallets.js'
import type {
  Account,
  AccountWallet,
  FirstFactor,
  IdentifierFactor,
  IdentifierSubject,
  ReverificationFactor,
  SignInSubject,
} from './factor.js'

interface Kind {
  name: string
  chain: Chain
  isOn(settings: Settings['web3Wallets']): boolean
}

const kinds: Record<Web3Provider, Kind> = {
  metamask: { name: 'MetaMask', chain: 'ethereum', isOn: ({ metamask }) => metamask },
  coinbase_wallet: { name: 'Coinbase Wallet', chain: 'ethereum', isOn: ({ coinbaseWallet }) => coinbaseWallet },
  okx_wallet: { name: 'OKX Wallet', chain: 'ethereum', isOn: ({ okxWallet }) => okxWallet },
  base: { name: 'Base', chain: 'ethereum', isOn: ({ base }) => base },
  solana: { name: 'Solana', chain: 'solana', isOn: ({ solana }) => solana },
}

const chainOf = (address: string): Chain => requireWallet(address).chain

const isOffered = ({ attributes, web3Wallets }: Settings, provider: Web3Provider): boolean =>
  attributes.web3Wallet !== 'off' && kinds[provider].isOn(web3Wallets)

/** The kinds that are on, as pages offer them. */
export const walletsOffered = (settings: Settings): Array<{ strategy: Web3Strategy; name: string }> =>
  web3Providers
    .filter((provider) => isOffered(settings, provider))
    .map((provider) => ({ strategy: web3Strategy(provider), name: kinds[provider].name }))

/** Whether people have wallets here at all. */
export const takesWallets = (settings: Settings): boolean => walletsOffered(settings).length > 0

interface WalletFactors {
  first: FirstFactor
  identifier: IdentifierFactor
  again: ReverificationFactor
}

/** What one kind of wallets proves, in each place where it may stand. */
export function walletFactors(provider: Web3Provider): WalletFactors {
  const strategy = web3Strategy(provider)
  const { chain } = kinds[provider]
  const isOn = (settings: Settings) => isOffered(settings, provider)
  const fitting = ({ web3Wallets }: Account) => web3Wallets.filter(({ web3_wallet }) => chainOf(web3_wallet) === chain)
  const offers = (account: Account): SupportedFirstFactor[] =>
    fitting(account).map(({ id, web3_wallet }) => ({
      strategy,
      web3_wallet_id: id,
      safe_identifier: web3_wallet,
      primary: id === account.user.primary_web3_wallet_id,
    }))

  const factorFor = (purpose: WalletPurpose): FirstFactor => ({
    answer: 'signature',
    isOn,
    offers,

    async prepare(tx, { id, account, origin }, { web3_wallet_id: asked }) {
      const wallet = chosenWallet(account, fitting(account), asked ?? null)
      const challenge = { strategy, purpose, id, address: wallet.web3_wallet }
      return { verification: await askForSignature(tx, challenge, origin), identification_id: wallet.id }
    },

    async check(instance, { id, account, verification, identification_id }, signature) {
      const wallet = fitting(account).find((candidate) => candidate.id === identification_id)
      if (!wallet) throw errors.verificationMissing() // another way was asked for last, or it was taken from the account since
      const challenge = { strategy, purpose, id, address: wallet.web3_wallet }
      const signed = await checkSignature(instance, challenge, verification, signature)
      requireReached(instance, account)
      return {
        verification: codeVerified(strategy, signed.proof),
        async settle(tx): Promise<VerifiedFactor<'first'>> {
          await verifyWalletByProof(tx, signed)
          const proven = { kind: 'web3_wallet', id: wallet.id } as const
          return verifiedFactor<'first'>({ strategy, userId: wallet.user_id, verifiedAt: tx.now(), proven })
        },
      }
    },
  })

  const challengeOf = ({ of, id, value }: IdentifierSubject): WalletChallenge => {
    if (chainOf(value) !== chain) throw errors.strategyForUserInvalid()
    return { strategy, purpose: of === 'sign_up' ? 'web3_sign_up' : 'web3_wallet', id, address: value }
  }

  return {
    first: factorFor('web3_sign_in'),
    again: factorFor('web3_reverification'),
    identifier: {
      kind: 'web3_wallet',
      answer: 'signature',
      isOn,
      prepare: async (tx, about) => ({ verification: await askForSignature(tx, challengeOf(about), about.origin ?? null) }),
      async check(instance, about, signature) {
        const signed = await checkSignature(instance, challengeOf(about), about.verification, signature)
        return { verification: codeVerified(strategy, signed.proof), settle: (tx) => verifyWalletByProof(tx, signed) }
      },
    } satisfies IdentifierFactor<'web3_wallet'>,
  }
}

/** Who signed with the wallet may know whether anybody has it. @throws `form_identifier_not_found`, and as `requireAdmitted` does */
function requireReached(instance: Instance, { user, hidden }: SignInSubject['account']): void {
  if (hidden?.isReached !== false) return
  if (user.id !== '') requireAdmitted(instance, user)
  throw errors.formIdentifierNotFound()
}

/** The wallet that the form names, or the one of the account that was named. */
function chosenWallet({ hidden }: Account, candidates: AccountWallet[], id: string | null): AccountWallet {
  const wallet = id && !hidden ? candidates.find((candidate) => candidate.id === id) : candidates[0]
  if (!wallet) throw errors.resourceNotFound()
  return wallet
}
