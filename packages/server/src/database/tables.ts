/** All tables. A capability's rows are declared in its own folder and used by its own verbs alone. */
import type { ClientsTable } from '../capabilities/clients/tables.js'
import type { EmailAddressesTable } from '../capabilities/email-addresses/tables.js'
import type { EventsTable } from '../capabilities/events/tables.js'
import type { ImagesTable } from '../capabilities/images/tables.js'
import type { FormerAddressesTable } from '../capabilities/notices/tables.js'
import type { OneTimeSecretsTable } from '../capabilities/one-time-secrets/tables.js'
import type { SessionsTable } from '../capabilities/sessions/tables.js'
import type { HeadsTable, SettingsTable } from '../capabilities/settings/tables.js'
import type { SignInsTable } from '../capabilities/sign-in/tables.js'
import type { SignUpsTable } from '../capabilities/sign-up/tables.js'
import type { UsersTable } from '../capabilities/users/tables.js'
import type { MessagesTable } from '../messages/tables.js'
import type { SigningKeysTable } from '../tokens/tables.js'

export interface Tables {
  migrations: { name: string; applied_at: number }
  instance_settings: { name: string; value: string }
  settings: SettingsTable
  heads: HeadsTable
  counters: { name: string; value: number }
  signing_keys: SigningKeysTable
  users: UsersTable
  email_addresses: EmailAddressesTable
  former_addresses: FormerAddressesTable
  clients: ClientsTable
  sessions: SessionsTable
  sign_ins: SignInsTable
  sign_ups: SignUpsTable
  one_time_secrets: OneTimeSecretsTable
  password_kinds: { id: string; sample: string }
  images: ImagesTable
  events: EventsTable
  messages: MessagesTable
}
