/** All tables. A room declares its rows in its own folder, and only its own verbs use them. */
import type { ClientsTable } from '../capabilities/devices/clients/tables.js'
import type { FormerSessionsTable } from '../capabilities/devices/former-sessions/tables.js'
import type { SessionsTable } from '../capabilities/devices/sessions/tables.js'
import type { InvitationsTable } from '../capabilities/entering/invitations/tables.js'
import type { ListedIdentifiersTable } from '../capabilities/entering/restrictions/tables.js'
import type { SessionVerificationsTable } from '../capabilities/entering/reverification/tables.js'
import type { SignInsTable } from '../capabilities/entering/sign-in/tables.js'
import type { SignInTokensTable } from '../capabilities/entering/sign-in-tokens/tables.js'
import type { SignUpsTable } from '../capabilities/entering/sign-up/tables.js'
import type { WaitlistEntriesTable } from '../capabilities/entering/waitlist/tables.js'
import type { MessagesTable } from '../capabilities/ground/deliveries/tables.js'
import type { EventsTable } from '../capabilities/ground/events/tables.js'
import type { ImagesTable } from '../capabilities/ground/images/tables.js'
import type { OneTimeSecretsTable } from '../capabilities/ground/one-time-secrets/tables.js'
import type { SecretsTable } from '../capabilities/ground/sealed-secrets/tables.js'
import type { HeadsTable, SettingsTable } from '../capabilities/ground/settings/tables.js'
import type { WebhookEndpointsTable } from '../capabilities/ground/webhook-endpoints/tables.js'
import type { BackupCodesTable } from '../capabilities/identity/backup-codes/tables.js'
import type { EmailAddressesTable } from '../capabilities/identity/email-addresses/tables.js'
import type { ExternalAccountsTable } from '../capabilities/identity/external-accounts/tables.js'
import type { ImportedFactorsTable } from '../capabilities/identity/imported-factors/tables.js'
import type { PasskeysTable } from '../capabilities/identity/passkeys/tables.js'
import type { PhoneNumbersTable } from '../capabilities/identity/phone-numbers/tables.js'
import type { SecondFactorGuessesTable } from '../capabilities/identity/second-factors/tables.js'
import type { TotpSecretsTable } from '../capabilities/identity/totp/tables.js'
import type { UsersTable } from '../capabilities/identity/users/tables.js'
import type { Web3WalletsTable } from '../capabilities/identity/web3-wallets/tables.js'
import type { JwtTemplatesTable } from '../capabilities/machines/jwt-templates/tables.js'
import type { ImportedPeopleTable, ImportRefusalsTable, ImportRunsTable } from '../capabilities/management/imports/tables.js'
import type { FormerAddressesTable } from '../capabilities/telling/notices/tables.js'
import type { WebhookDeliveriesTable } from '../capabilities/telling/webhooks/tables.js'
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
  phone_numbers: PhoneNumbersTable
  web3_wallets: Web3WalletsTable
  imported_factors: ImportedFactorsTable
  totp_secrets: TotpSecretsTable
  backup_codes: BackupCodesTable
  second_factor_guesses: SecondFactorGuessesTable
  external_accounts: ExternalAccountsTable
  passkeys: PasskeysTable
  former_addresses: FormerAddressesTable
  import_runs: ImportRunsTable
  imported_people: ImportedPeopleTable
  import_refusals: ImportRefusalsTable
  clients: ClientsTable
  sessions: SessionsTable
  former_sessions: FormerSessionsTable
  listed_identifiers: ListedIdentifiersTable
  session_verifications: SessionVerificationsTable
  sign_ins: SignInsTable
  sign_ups: SignUpsTable
  invitations: InvitationsTable
  waitlist_entries: WaitlistEntriesTable
  sign_in_tokens: SignInTokensTable
  one_time_secrets: OneTimeSecretsTable
  secrets: SecretsTable
  password_kinds: { id: string; sample: string }
  images: ImagesTable
  jwt_templates: JwtTemplatesTable
  events: EventsTable
  messages: MessagesTable
  webhook_endpoints: WebhookEndpointsTable
  webhook_deliveries: WebhookDeliveriesTable
  /** Kept by triggers: what users are searched by part for. */
  search_texts: { id: string; user_id: string; text: string }
}
