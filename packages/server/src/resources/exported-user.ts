/** A user with all that is theirs, as exports have it: what the Backend API shows, and what it keeps to itself. */
import type { BackendUser } from '@frontdesk/contract'
import { findImages } from '../capabilities/ground/images/images.js'
import { backupCodesOf } from '../capabilities/identity/backup-codes/backup-codes.js'
import type { EmailAddressRow } from '../capabilities/identity/email-addresses/email-addresses.js'
import { totpSecretsOf } from '../capabilities/identity/totp/totp.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import { exportDigest } from '../crypto/imported-passwords.js'
import type { Instance } from '../start/instance.js'
import { type Belongings, belongingsOf } from './belongings.js'
import { backendUser } from './user.js'

export interface ExportedUser {
  /** As Clerk's API answers it, without accounts that wait for their proof. */
  shown: BackendUser
  password: { hasher: string; digest: string } | null
  factors: ExportedFactors
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

interface ExportedFactors {
  totp_secret?: string
  backup_codes?: string[]
}

/** Whatever the number of users, the same few queries. */
export async function exportedUsers(instance: Instance, users: UserRow[]): Promise<ExportedUser[]> {
  const ids = users.map(({ id }) => id)
  const belongings = await belongingsOf(instance, users)
  const factors = await factorsOf(instance, ids)
  const images = await findImages(instance, users.flatMap(({ image_id }) => image_id ?? [])) // biome-ignore format: one thought
  return users.map((user) => {
    const image = user.image_id === null ? undefined : images.get(user.image_id)
    return exported(instance, user, belongings.get(user.id)!, factors.get(user.id) ?? {}, image)
  })
}

async function factorsOf(instance: Instance, ids: string[]): Promise<Map<string, ExportedFactors>> {
  const secrets = await totpSecretsOf(instance, ids)
  const codes = await backupCodesOf(instance, ids)
  return new Map(
    ids.map((id) => {
      const [totp_secret, backup_codes] = [secrets.get(id), codes.get(id)]
      return [id, { ...(totp_secret && { totp_secret }), ...(backup_codes && { backup_codes }) }]
    }),
  )
}

function exported(
  instance: Instance,
  user: UserRow,
  has: Belongings,
  factors: ExportedFactors,
  image: Uint8Array | undefined,
): ExportedUser {
  const { backup_codes } = factors
  const shown = backendUser(instance, user, has)
  return {
    shown: { ...shown, external_accounts: shown.external_accounts.filter(({ provider_user_id }) => provider_user_id !== '') },
    password: user.password_digest === null ? null : exportDigest(user.password_digest),
    factors,
    more: {
      password_compromised: user.password_compromised === 1,
      locked_until: user.locked_until,
      ...(backup_codes && { backup_codes }),
      ...(image && { image: `data:image/webp;base64,${Buffer.from(image).toString('base64')}` }),
    },
    addresses: has.emailAddresses,
  }
}
