/** A user with all that is theirs, as exports have it: what the Backend API shows, and what it keeps to itself. */
import type { BackendUser } from '@frontdesk/contract'
import { findImages } from '../capabilities/ground/images/images.js'
import { backupCodesOf } from '../capabilities/identity/backup-codes/backup-codes.js'
import type { EmailAddressRow } from '../capabilities/identity/email-addresses/email-addresses.js'
import { factorsOf, type ImportedFactors } from '../capabilities/identity/imported-factors/imported-factors.js'
import { totpSecretsOf } from '../capabilities/identity/totp/totp.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import { exportDigest } from '../crypto/imported-passwords.js'
import type { Instance } from '../start/instance.js'
import { type Belongings, belongingsOf } from './belongings.js'
import { backendUser } from './user.js'

export interface ExportedUser {
  /** As Clerk's API answers it, with phone numbers and accounts that were imported. */
  shown: Omit<BackendUser, 'phone_numbers' | 'external_accounts'> & { phone_numbers: object[]; external_accounts: object[] }
  password: { hasher: string; digest: string } | null
  factors: ImportedFactors
  /** What only our own export has. */
  more: {
    password_compromised: boolean
    locked_until: number | null
    backup_codes?: string[]
    /** A `data:` URL. */
    image?: string
  }
  addresses: EmailAddressRow[]
}

/** Whatever the number of users, the same few queries. */
export async function exportedUsers(instance: Instance, users: UserRow[]): Promise<ExportedUser[]> {
  const ids = users.map(({ id }) => id)
  const belongings = await belongingsOf(instance, users)
  const factors = await allFactorsOf(instance, ids)
  const images = await findImages(instance, users.flatMap(({ image_id }) => image_id ?? [])) // biome-ignore format: one thought
  return users.map((user) => {
    const image = user.image_id === null ? undefined : images.get(user.image_id)
    return exported(instance, user, belongings.get(user.id)!, factors.get(user.id) ?? {}, image)
  })
}

/** What they sign in with here, and what an import brought that is not asked for yet. */
async function allFactorsOf(instance: Instance, ids: string[]): Promise<Map<string, ImportedFactors>> {
  const kept = await factorsOf(instance, ids)
  const secrets = await totpSecretsOf(instance, ids)
  const codes = await backupCodesOf(instance, ids)
  return new Map(
    ids.map((id) => {
      const [totp_secret, backup_codes] = [secrets.get(id), codes.get(id)]
      return [id, { ...kept.get(id), ...(totp_secret && { totp_secret }), ...(backup_codes && { backup_codes }) }]
    }),
  )
}

function exported(
  instance: Instance,
  user: UserRow,
  has: Belongings,
  factors: ImportedFactors,
  image: Uint8Array | undefined,
): ExportedUser {
  const { totp_secret, backup_codes, phone_numbers: imported = [], external_accounts = [] } = factors
  const own = has.phoneNumbers.map((row) => ({
    number: row.phone_number,
    verified: row.verified_at !== null,
    isSecondFactor: row.reserved_for_second_factor === 1,
  }))
  const shown = backendUser(instance, user, has)
  return {
    shown: {
      ...shown,
      phone_numbers: [
        ...shown.phone_numbers,
        ...imported.map(({ number, verified, isSecondFactor = false }) => ({
          object: 'phone_number',
          phone_number: number,
          reserved_for_second_factor: isSecondFactor,
          verification: { status: verified ? 'verified' : 'unverified' },
        })),
      ],
      external_accounts: [
        ...shown.external_accounts,
        ...external_accounts.map(({ provider, subject, emailAddress = null }) => ({
          object: 'external_account',
          provider,
          provider_user_id: subject,
          email_address: emailAddress,
        })),
      ],
      totp_enabled: shown.totp_enabled || totp_secret !== undefined,
      backup_code_enabled: shown.backup_code_enabled || backup_codes !== undefined,
    },
    password: user.password_digest === null ? null : exportDigest(user.password_digest),
    factors: { ...factors, ...(own.length + imported.length > 0 && { phone_numbers: [...own, ...imported] }) },
    more: {
      password_compromised: user.password_compromised === 1,
      locked_until: user.locked_until,
      ...(backup_codes && { backup_codes }),
      ...(image && { image: `data:image/webp;base64,${Buffer.from(image).toString('base64')}` }),
    },
    addresses: has.emailAddresses,
  }
}
