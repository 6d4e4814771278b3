import * as z from 'zod'
import { Token } from './token.js'
import { BackendUser, PublicUserData, User } from './user.js'

export const SessionStatus = z.enum(['active', 'pending', 'ended', 'removed', 'revoked', 'replaced', 'expired', 'abandoned'])

export const SessionActivity = z.object({
  object: z.literal('session_activity'),
  id: z.string(),
  browser_name: z.string().nullable(),
  browser_version: z.string().nullable(),
  device_type: z.string().nullable(),
  is_mobile: z.boolean(),
  ip_address: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
})
export type SessionActivity = z.infer<typeof SessionActivity>

const shared = {
  object: z.literal('session'),
  id: z.string(),
  status: SessionStatus,
  expire_at: z.number(),
  abandon_at: z.number(),
  last_active_at: z.number(),
  last_active_organization_id: z.string().nullable(),
  actor: z.record(z.string(), z.unknown()).nullable(),
  created_at: z.number(),
  updated_at: z.number(),
}

/** A session as its own browser sees it. */
export const Session = z.object({
  ...shared,
  user: User.nullable(),
  public_user_data: PublicUserData,
  /** Whole minutes since the first and the second factor were verified; -1 for never. */
  factor_verification_age: z.tuple([z.number(), z.number()]),
  last_active_token: Token.nullable(),
  tasks: z.array(z.object({ key: z.string() })).nullable(),
})
export type Session = z.infer<typeof Session>

/** A session in the list of active devices. */
export const SessionWithActivity = z.object({ ...shared, user: z.null(), latest_activity: SessionActivity })
export type SessionWithActivity = z.infer<typeof SessionWithActivity>

export const BackendSession = z.object({
  ...shared,
  client_id: z.string(),
  user_id: z.string(),
  latest_activity: SessionActivity,
})
export type BackendSession = z.infer<typeof BackendSession>

/** A session as events show it: with whose it is. */
export const SessionWithUser = BackendSession.extend({ user: BackendUser })
export type SessionWithUser = z.infer<typeof SessionWithUser>
