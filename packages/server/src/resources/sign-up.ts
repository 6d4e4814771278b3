import type { SignUp } from '@frontdesk/contract'
import { readableAddress } from '../basics/readable-address.js'
import type { ClientRow } from '../capabilities/devices/clients/clients.js'
import type { IdentifierKind } from '../capabilities/entering/factors/identifier.js'
import { strategiesOf } from '../capabilities/entering/factors/matrix.js'
import { requirementsOf } from '../capabilities/entering/sign-up/requirements.js'
import type { SignUpRow } from '../capabilities/entering/sign-up/sign-up.js'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import { fromJson } from '../database/columns.js'
import { prepared } from '../database/prepared.js'
import type { Instance } from '../start/instance.js'

const byId = prepared((db, id: string) => db.selectFrom('sign_ups').selectAll().where('id', '=', id))

/** The attempt that the browser's state shows, while it is under way. */
export async function currentSignUp(instance: Instance, client: ClientRow): Promise<SignUp | null> {
  if (client.sign_up_id === null) return null
  const [signUp] = await byId(instance, client.sign_up_id)
  return signUp?.status === 'missing_requirements' && !isAbandoned(instance, signUp) ? signUpResource(instance, signUp) : null
}

const isAbandoned = (instance: Instance, { status, abandon_at }: SignUpRow): boolean =>
  status === 'missing_requirements' && abandon_at <= instance.now()

export function signUpResource(instance: Instance, signUp: SignUpRow): SignUp {
  const { required, optional, missing, unverified } = requirementsOf(instance.settings, signUp)
  return {
    object: 'sign_up_attempt',
    id: signUp.id,
    status: isAbandoned(instance, signUp) ? 'abandoned' : signUp.status,
    required_fields: required,
    optional_fields: optional,
    missing_fields: missing,
    unverified_fields: unverified,
    verifications: {
      email_address: verificationShown(instance, signUp, 'email_address'),
      phone_number: verificationShown(instance, signUp, 'phone_number'),
      web3_wallet: verificationShown(instance, signUp, 'web3_wallet'),
      external_account: verificationOf(signUp.external_account_verification),
    },
    username: signUp.username,
    email_address: signUp.email_address && readableAddress(signUp.email_address),
    phone_number: signUp.phone_number,
    web3_wallet: signUp.web3_wallet,
    password_enabled: signUp.password_digest !== null,
    first_name: signUp.first_name,
    last_name: signUp.last_name,
    unsafe_metadata: fromJson<Record<string, unknown>>(signUp.unsafe_metadata),
    public_metadata: {},
    custom_action: signUp.custom_action === 1,
    external_id: signUp.external_id,
    created_session_id: signUp.created_session_id,
    created_user_id: signUp.created_user_id,
    abandon_at: signUp.abandon_at,
    legal_accepted_at: signUp.legal_accepted_at,
  }
}

function verificationShown(instance: Instance, signUp: SignUpRow, kind: IdentifierKind) {
  const verification = verificationOf(signUp[`${kind}_verification`], instance.now())
  return (
    verification && {
      ...verification,
      next_action: verification.status === 'verified' ? ('' as const) : ('needs_attempt' as const),
      supported_strategies: strategiesOf(instance.settings).identifiers(kind),
    }
  )
}
