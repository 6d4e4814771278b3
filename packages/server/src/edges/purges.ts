/** How long the rows of each table are kept: what deletes them, or why they stay. */
import { abandonedClients } from '../capabilities/devices/clients/purge.js'
import { endedSessions } from '../capabilities/devices/sessions/purge.js'
import { abandonedSignIns } from '../capabilities/entering/sign-in/purge.js'
import { expiredSignInTokens } from '../capabilities/entering/sign-in-tokens/purge.js'
import { abandonedSignUps } from '../capabilities/entering/sign-up/purge.js'
import { settledDeliveries } from '../capabilities/ground/deliveries/purge.js'
import { oldEvents } from '../capabilities/ground/events/purge.js'
import { expiredSecrets } from '../capabilities/ground/one-time-secrets/purge.js'
import { pendingAccounts } from '../capabilities/identity/external-accounts/purge.js'
import { formerAddresses } from '../capabilities/telling/notices/former-addresses.js'
import { settledWebhooks } from '../capabilities/telling/webhooks/purge.js'
import type { Tables } from '../database/tables.js'
import type { Purge } from '../start/housekeeping.js'

export const kept: { [Table in keyof Tables]: Purge | string } = {
  backup_codes: 'Until each is used, all are renewed, or their user is deleted',
  clients: abandonedClients,
  counters: 'A few numbers: they are written over',
  email_addresses: 'Until they are removed, or their user is deleted',
  events: oldEvents,
  external_accounts: pendingAccounts,
  former_addresses: formerAddresses,
  session_verifications: 'The latest of each session, with it',
  former_sessions: 'One for each session of a former service that was exchanged, until its user is deleted',
  heads: 'A few numbers: they are written over',
  images: 'Until another takes their place, or their user is deleted',
  import_refusals: 'Until the run that they belong to is over',
  import_runs: 'One for each import',
  imported_factors: 'Until a server starts, which takes them over, or their user is deleted',
  imported_people: 'Which import brought a user, so that it can be undone: until the user is deleted',
  instance_settings: "The instance's own keys, and how it was started last",
  invitations: 'Until they are deleted',
  jwt_templates: 'Until they are deleted',
  listed_identifiers: 'Until they are taken from their list',
  messages: settledDeliveries,
  migrations: 'One for each step of the schema',
  one_time_secrets: expiredSecrets,
  password_kinds: 'One for each way in which imported passwords are hashed',
  phone_numbers: 'Until they are removed, or their user is deleted',
  passkeys: 'Until they are removed, or their user is deleted',
  search_texts: 'What users are searched by: until it changes, or their user is deleted',
  secrets: 'Until they are cleared',
  second_factor_guesses: 'One for each user who answered a second factor, until the user is deleted',
  sessions: endedSessions,
  settings: 'All versions, for the history and the way back',
  sign_ins: abandonedSignIns,
  sign_ups: abandonedSignUps,
  sign_in_tokens: expiredSignInTokens,
  signing_keys: 'One for each rotation',
  totp_secrets: 'Until they are removed, or their user is deleted',
  users: 'Until they are deleted',
  waitlist_entries: 'Until they are deleted',
  web3_wallets: 'Until they are removed, or their user is deleted',
  webhook_deliveries: settledWebhooks,
  webhook_endpoints: 'Until they are deleted',
}

export const purges: readonly Purge[] = Object.values(kept).filter((entry) => typeof entry !== 'string')
