import type { BackupCodes, Totp } from '@frontdesk/contract'
import { secretOf, type TotpRow, totpUri } from '../capabilities/identity/totp/totp.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import { newId } from '../crypto/random.js'
import type { Instance } from '../start/instance.js'

/** With the secret, while its owner has yet to put it into their app. */
export function newTotpResource(instance: Instance, row: TotpRow, account: string): Totp {
  const secret = secretOf(instance, row)
  return { ...totpResource(row, null), secret, uri: totpUri(instance.settings.branding.applicationName, account, secret) }
}

export const totpResource = (row: TotpRow, backupCodes: string[] | null): Totp => ({
  object: 'totp',
  id: row.id,
  secret: null,
  uri: null,
  verified: row.verified_at !== null,
  backup_codes: backupCodes,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** The set has an id of its own for clients to hold; nothing is found by it. */
export const backupCodesResource = (instance: Instance, codes: string[]): BackupCodes => ({
  object: 'backup_code',
  id: newId('bc'),
  codes,
  created_at: instance.now(),
  updated_at: instance.now(),
})

/** What an authenticator app writes beside the code. */
export const accountName = ({ primary_address, username, id }: UserRow): string => primary_address || username || id
