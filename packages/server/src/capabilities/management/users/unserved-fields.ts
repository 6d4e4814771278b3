import { errors } from '@frontdesk/contract'

/** Fields of the specification that are not served yet. They are refused, since data that is dropped in silence is lost. */
const unservedFields = ['web3_wallet', 'primary_web3_wallet_id', 'profile_image_id'] as const

/** @throws `feature_not_enabled` */
export function refuseUnservedFields(fields: { [name in (typeof unservedFields)[number]]?: unknown }): void {
  for (const name of unservedFields) {
    const value = fields[name] ?? []
    if (!Array.isArray(value) || value.length > 0) throw errors.featureNotEnabled(name)
  }
}
