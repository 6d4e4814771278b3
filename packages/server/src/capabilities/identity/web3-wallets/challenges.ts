/**
 * What wallets are asked to sign: a message in plain words that names the site, the wallet and a nonce, and that works once and for a
 * while. https://eips.ethereum.org/EIPS/eip-4361; wallets of Solana take the same words with its name in them.
 */
import { ApiError, errors } from '@frontdesk/contract'
import { type Chain, readWalletAddress, type WalletAddress } from '../../../basics/wallet-address.js'
import { newId } from '../../../crypto/random.js'
import { checksummed, hasSigned } from '../../../crypto/wallet-signatures.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { appOrigin, isOfApp, serverOrigin } from '../../../wire/addresses.js'
import { isLoopback, mailOrigin } from '../../../wire/mail-links.js'
import { checkSecret, issueSecret, type Proof, type Purpose } from '../../ground/one-time-secrets/one-time-secrets.js'
import { readVerification, signatureAsked } from '../../ground/one-time-secrets/verification.js'

export type WalletPurpose = Extract<Purpose, `web3_${string}`>

export interface WalletChallenge {
  strategy: string
  purpose: WalletPurpose
  /** The attempt, or the wallet of an account, that the signature is for. */
  id: string
  address: string
}

/** That the wallet signed what it was asked for; not yet claimed. */
export interface WalletProof {
  proof: Proof
  strategy: string
  address: string
}

/** ASCII, since some front ends hand the letters on as bytes. */
const statements: Record<WalletPurpose, string> = {
  web3_sign_in: 'Sign in with this wallet.',
  web3_sign_up: 'Sign up with this wallet.',
  web3_wallet: 'Connect this wallet to your account.',
  web3_reverification: 'Confirm that it is you.',
}

const chains: Record<Chain, { name: string; id: string }> = {
  ethereum: { name: 'Ethereum', id: '1' },
  solana: { name: 'Solana', id: 'mainnet' },
}

/** An earlier question of the same attempt stops working. @throws `feature_not_enabled` where nothing says at which address the app is */
export async function askForSignature(tx: Transaction, challenge: WalletChallenge, origin: string | null): Promise<string> {
  const { strategy, purpose } = challenge
  const nonce = newId('').slice(1)
  const message = await messageOf(tx, challenge, siteOf(tx, origin), nonce)
  await issueSecret(tx, { purpose, subject: subjectOf(challenge), secret: nonce, payload: message, ...tx.settings.codes })
  return signatureAsked(tx, strategy, { nonce, message })
}

/**
 * Counts the answer, and only then looks at it. The message is the one that was issued, whatever the attempt remembers of it.
 * @throws `verification_missing` where this strategy asked for nothing, `web3_signature_incorrect`, and as `checkSecret` does
 */
export async function checkSignature(
  instance: Instance,
  challenge: WalletChallenge,
  verification: string | null,
  signature: string,
): Promise<WalletProof> {
  const { strategy, purpose, address } = challenge
  const asked = verification === null ? null : readVerification(verification)
  if (asked?.strategy !== strategy || !asked.nonce) throw errors.verificationMissing()
  const proof = await checkSecret(instance, purpose, subjectOf(challenge), asked.nonce).catch(throwSignatureIncorrect)
  if (!(await hasSigned(requireWallet(address), proof.payload!, signature))) throw errors.web3SignatureIncorrect() // it was issued with one
  return { proof, strategy, address }
}

/** What the check says of codes, which people type. */
function throwSignatureIncorrect(error: unknown): never {
  if (error instanceof ApiError && error.errors[0]!.code === 'form_code_incorrect') throw errors.web3SignatureIncorrect()
  throw error
}

/** @throws `form_param_format_invalid` */
export function requireWallet(typed: string, parameter = 'web3_wallet'): WalletAddress {
  const read = readWalletAddress(typed)
  if (!read) throw errors.formParamFormatInvalid(parameter, 'must be the address of a wallet of Ethereum or of Solana')
  return read
}

/** The wallet of an attempt may be changed. */
const subjectOf = ({ id, address }: WalletChallenge): string => `${id} ${address}`

async function messageOf(
  instance: Instance,
  { purpose, address }: WalletChallenge,
  site: string,
  nonce: string,
): Promise<string> {
  const { chain } = requireWallet(address)
  const now = instance.now()
  return [
    `${new URL(site).host} wants you to sign in with your ${chains[chain].name} account:`,
    chain === 'ethereum' ? await checksummed(address) : address,
    '',
    statements[purpose],
    '',
    `URI: ${site}`,
    'Version: 1',
    `Chain ID: ${chains[chain].id}`,
    `Nonce: ${nonce}`,
    `Issued At: ${new Date(now).toISOString()}`,
    `Expiration Time: ${new Date(now + instance.settings.codes.lifetimeSeconds * 1000).toISOString()}`,
  ].join('\n')
}

/**
 * The page that asks, if the configuration names it; a wallet warns its owner where the message names another site than the one they are
 * on. What a request says of its host counts on a developer's own machine alone: a phishing site would have its own name signed.
 * @throws `feature_not_enabled`
 */
function siteOf(instance: Instance, origin: string | null): string {
  const { options, settings } = instance
  const ours = [serverOrigin(options), appOrigin(options), ...settings.allowedOrigins]
  const isLocal = options.environment === 'development' && !serverOrigin(options)
  if (origin !== null && (ours.includes(origin) || isOfApp(options, origin) || (isLocal && isLoopback(origin)))) return origin
  const site = appOrigin(options) ?? mailOrigin(instance)
  if (!site) throw errors.featureNotEnabled('web3_wallet')
  return site
}
