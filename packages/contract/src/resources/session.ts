import * as z from 'zod'
import { Token } from './token.js'
import { BackendUser, PublicUserData, User } from './user.js'

export const SessionStatus = z.enum(['active', 'pending', 'ended', 'removed', 'revoked', 'replaced', 'expired', 'abandoned'])

const FrontendStatus = SessionStatus.exclude(['replaced'])

export const SessionActivity = z.object({
  object: z.literal('session_activity'),
  id: z.string(),
  is_mobile: z.boolean(),
  browser_name: z.string().optional(),
  browser_version: z.string().optional(),
  device_type: z.string().optional(),
  ip_address: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
})
export type SessionActivity = z.infer<typeof SessionActivity>

const brief = {
  object: z.literal('session'),
  id: z.string(),
  expire_at: z.number(),
  abandon_at: z.number(),
  last_active_at: z.number(),
  actor: z.record(z.string(), z.unknown()).nullable(),
}

const shared = {
  ...brief,
  /** What its user has to do, in that order, before a pending session is active. */
  tasks: z.array(z.object({ key: z.string() })).nullable(),
  last_active_organization_id: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
}

/** A session, as the Frontend API shows it to its own browser. */
export const Session = z.object({
  ...shared,
  status: FrontendStatus,
  user: User,
  public_user_data: PublicUserData,
  /** Whole minutes since the first and second factor were verified; -1 if never. */
  factor_verification_age: z.tuple([z.number(), z.number()]),
  last_active_token: Token.nullable(),
})
export type Session = z.infer<typeof Session>

/** The same in brief, where the client beside it says the rest. */
export const SessionInBrief = z.object({ ...brief, status: FrontendStatus, last_active_token: Token.nullable() })

/** A session in the list of active devices. */
export const SessionWithActivity = z.object({ ...brief, status: FrontendStatus, latest_activity: SessionActivity })
export type SessionWithActivity = z.infer<typeof SessionWithActivity>

export const BackendSession = z.object({
  ...shared,
  status: SessionStatus,
  client_id: z.string(),
  user_id: z.string(),
  latest_activity: SessionActivity,
})
export type BackendSession = z.infer<typeof BackendSession>

/** A session in an event: includes its user. */
export const SessionWithUser = BackendSession.extend({ user: BackendUser })
export type SessionWithUser = z.infer<typeof SessionWithUser>
