/**
 * How long ago somebody showed who they are, and whether that is enough for what they ask. The rule is that of `has({ reverification })`
 * in apps: see `packages/backend/src/auth/reverification.ts`.
 */
import { errors, type VerificationLevel } from '@frontdesk/contract'
import { updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { SessionRow } from './sessions.js'

/** Clerk's names; the second factor counts where the session has one, else the first. */
const presets = {
  strict: { level: 'second_factor', afterMinutes: 10 },
  strict_mfa: { level: 'multi_factor', afterMinutes: 10 },
  moderate: { level: 'second_factor', afterMinutes: 60 },
  lax: { level: 'second_factor', afterMinutes: 1440 },
} as const satisfies Record<string, { level: VerificationLevel; afterMinutes: number }>
export type ReverificationPreset = keyof typeof presets

type Verified = Pick<SessionRow, 'first_factor_verified_at' | 'second_factor_verified_at'>

/** @throws `session_reverification_required` unless the settings ask for none */
export function requireReverified(instance: Instance, session: Verified, preset: ReverificationPreset): void {
  if (!instance.settings.reverification.required) return
  const { level, afterMinutes } = presets[preset]
  const isFresh = (at: number) => instance.now() - at < afterMinutes * 60_000
  const first = isFresh(session.first_factor_verified_at)
  const second = session.second_factor_verified_at === null ? null : isFresh(session.second_factor_verified_at)
  const isEnough = level === 'second_factor' ? (second ?? first) : first && second !== false
  if (!isEnough) throw errors.sessionReverificationRequired(level, afterMinutes)
}

/** Once all is shown that was asked for. A session that ended meanwhile stays ended. @throws `signed_out` */
export async function noteVerified(tx: Transaction, { id }: SessionRow, changes: Partial<SessionRow>): Promise<SessionRow> {
  const changed = await updateRow(tx, 'sessions', id, changes, { status: 'active' })
  if (!changed) throw errors.signedOut()
  return changed
}
