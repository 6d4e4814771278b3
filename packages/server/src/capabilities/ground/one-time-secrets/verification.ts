/** What an address or an attempt remembers of the proof that it asked for, as its column holds it and as clients see it. */
import type { ApiError, AskedVerification } from '@frontdesk/contract'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Instance } from '../../../start/instance.js'
import type { Proof } from './one-time-secrets.js'

type Remembered = Omit<AskedVerification, 'object'>

/** A code is on its way. */
export const codeSent = (instance: Instance, strategy: string): string =>
  toJson({
    status: 'unverified',
    strategy,
    attempts: 0,
    expire_at: instance.now() + instance.settings.codes.lifetimeSeconds * 1000,
  } satisfies Remembered)

/** A browser was asked for a passkey, by these options of WebAuthn. */
export const passkeyAsked = (instance: Instance, options: object): string =>
  toJson({ ...readVerification(codeSent(instance, 'passkey')), nonce: toJson(options) } satisfies Remembered)

/** A wallet was asked to sign. */
export const signatureAsked = (instance: Instance, strategy: string, asked: { nonce: string; message: string }): string =>
  toJson({ ...readVerification(codeSent(instance, strategy)), ...asked } satisfies Remembered)

/** The right code, or signature, came back. */
export const codeVerified = (strategy: string, { attempts, expiresAt }: Proof): string =>
  toJson({ status: 'verified', strategy, attempts, expire_at: expiresAt } satisfies Remembered)

/** A link is on its way. */
export const linkSent = (instance: Instance): string =>
  toJson({
    status: 'unverified',
    strategy: 'email_link',
    attempts: null,
    expire_at: instance.now() + instance.settings.codes.lifetimeSeconds * 1000,
  } satisfies Remembered)

/** The link was followed. */
export const linkVerified = ({ expiresAt }: Proof): string =>
  toJson({ status: 'verified', strategy: 'email_link', attempts: null, expire_at: expiresAt } satisfies Remembered)

/** What was proved without a code that was sent: by a password, an authenticator app, a backup code, a ticket, or by the word of a server. */
export const verifiedBy = (strategy: 'password' | 'totp' | 'backup_code' | 'ticket' | 'admin'): string =>
  toJson({ status: 'verified', strategy, attempts: null, expire_at: null } satisfies Remembered)

/** A browser is on its way to a provider. */
export const sentToProvider = (instance: Instance, strategy: string, address: string, lifetimeSeconds: number): string =>
  toJson({
    status: 'unverified',
    strategy,
    attempts: null,
    expire_at: instance.now() + lifetimeSeconds * 1000,
    external_verification_redirect_url: address,
    error: null,
  } satisfies Remembered)

/** A provider said who somebody is. */
export const externalAccountVerified = (instance: Instance, strategy: string): string =>
  externalAccountIs(instance, strategy, 'verified', null)

/** A provider said who somebody is, and that belongs to the other kind of attempt: a sign-up to a sign-in, or the reverse. */
export const transferable = (instance: Instance, strategy: string, error: ApiError): string =>
  externalAccountIs(instance, strategy, 'transferable', error)

/** A provider proved nobody, or somebody who is refused. */
export const notProved = (instance: Instance, strategy: string, error: ApiError): string =>
  externalAccountIs(instance, strategy, 'failed', error)

const externalAccountIs = (instance: Instance, strategy: string, status: Remembered['status'], error: ApiError | null): string =>
  toJson({ status, strategy, attempts: null, expire_at: instance.now(), error: error?.errors[0] ?? null } satisfies Remembered)

/** An address of an account whose provider has verified it. */
export const verifiedFrom = (strategy: string): string =>
  toJson({ status: 'verified', strategy: `from_${strategy}`, attempts: null, expire_at: null } satisfies Remembered)

export const readVerification = (column: string): Remembered => fromJson<Remembered>(column)

/** With the time, a link that nobody followed in time is told as expired: who waits for it asks no more. */
export function verificationOf(column: string | null, now?: number): AskedVerification | null {
  if (column === null) return null
  const remembered = readVerification(column)
  const { strategy, status, expire_at } = remembered
  const isOver = strategy === 'email_link' && status === 'unverified' && now !== undefined && (expire_at ?? now) <= now
  return { object: kindOf(strategy), ...remembered, ...(isOver && { status: 'expired' as const }) }
}

const kinds = ['password', 'totp', 'backup_code', 'passkey', 'admin', 'email_link', 'ticket'] as const

function kindOf(strategy: string): AskedVerification['object'] {
  if (strategy.startsWith('oauth_')) return 'verification_oauth'
  if (strategy.startsWith('from_oauth_')) return 'verification_from_oauth'
  if (strategy.startsWith('web3_')) return 'verification_web3'
  const kind = kinds.find((one) => one === strategy)
  return kind ? `verification_${kind}` : 'verification_otp'
}
