import type { BackendPasskey, Passkey } from '@frontdesk/contract'
import type { AskedPasskey } from '../capabilities/account/passkeys/passkeys.js'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { PasskeyRow } from '../capabilities/identity/passkeys/passkeys.js'

export const passkeyResource = (row: PasskeyRow): Passkey => ({
  object: 'passkey',
  id: row.id,
  name: row.name,
  verification: verificationOf(row.verification),
  last_used_at: row.last_used_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** One that the browser is still to make. */
export const askedPasskeyResource = ({ id, verification, created_at }: AskedPasskey): Passkey => ({
  object: 'passkey',
  id,
  name: '',
  verification: verificationOf(verification),
  last_used_at: null,
  created_at,
  updated_at: created_at,
})

export const backendPasskey = ({ id, name, verification, last_used_at, created_at }: PasskeyRow): BackendPasskey => ({
  object: 'passkey',
  id,
  name,
  verification: verificationOf(verification),
  last_used_at: last_used_at ?? created_at,
})
