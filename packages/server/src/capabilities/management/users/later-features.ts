import { errors } from '@frontdesk/contract'

/** What the specification knows and no instance has yet: refused, since data that is silently dropped is data lost. */
const laterFeatures = [
  'phone_number',
  'phone_number_identification_status',
  'web3_wallet',
  'totp_secret',
  'backup_codes',
  'primary_phone_number_id',
  'primary_web3_wallet_id',
  'profile_image_id',
] as const

/** @throws `feature_not_enabled` */
export function refuseLaterFeatures(fields: { [name in (typeof laterFeatures)[number]]?: unknown }): void {
  for (const name of laterFeatures) {
    const value = fields[name] ?? []
    if (!Array.isArray(value) || value.length > 0) throw errors.featureNotEnabled(name)
  }
}
