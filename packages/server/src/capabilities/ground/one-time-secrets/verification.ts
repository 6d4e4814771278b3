/** What an address or an attempt remembers of the proof that it asked for, as its column holds it and as clients see it. */
import type { Verification } from '@frontdesk/contract'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Instance } from '../../../start/instance.js'
import type { Proof } from './one-time-secrets.js'

type Remembered = Omit<Verification, 'object'>

/** A code is on its way. */
export const codeSent = (instance: Instance, strategy: string): string =>
  toJson({
    status: 'unverified',
    strategy,
    attempts: 0,
    expire_at: instance.now() + instance.settings.codes.lifetimeSeconds * 1000,
  } satisfies Remembered)

/** The right code came back. */
export const codeVerified = (strategy: string, { attempts, expiresAt }: Proof): string =>
  toJson({ status: 'verified', strategy, attempts, expire_at: expiresAt } satisfies Remembered)

/** What was proved without a code that was sent: by a password, an authenticator app, a backup code, or by the word of a server. */
export const verifiedBy = (strategy: 'password' | 'totp' | 'backup_code' | 'admin'): string =>
  toJson({ status: 'verified', strategy, attempts: null, expire_at: null } satisfies Remembered)

export const readVerification = (column: string): Remembered => fromJson<Remembered>(column)

export function verificationOf(column: string | null): Verification | null {
  if (column === null) return null
  const remembered = readVerification(column)
  return { object: kindOf(remembered.strategy), ...remembered }
}

function kindOf(strategy: string): Verification['object'] {
  return strategy === 'password' || strategy === 'totp' || strategy === 'backup_code' || strategy === 'admin'
    ? `verification_${strategy}`
    : 'verification_otp'
}
