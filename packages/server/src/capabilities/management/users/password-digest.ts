import { errors, type PasswordHasher } from '@frontdesk/contract'
import { importDigest } from '../../../crypto/imported-passwords.js'
import type { Instance } from '../../../start/instance.js'
import type { Chooser } from '../../identity/passwords/personal.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'

export interface PasswordFields {
  password?: string | null | undefined
  /** A digest made elsewhere, with the name of what made it. */
  password_digest?: string | null | undefined
  password_hasher?: PasswordHasher | undefined
  skip_password_checks?: boolean | null | undefined
}

/** The digest to store, or null when no password is given. Call it outside of a transaction: it hashes. */
export async function passwordDigestOf(
  instance: Instance,
  fields: PasswordFields,
  chooser: () => Promise<Chooser>,
): Promise<string | null> {
  const { password, password_digest: digest, password_hasher: hasher } = fields
  if (digest) {
    if (password) throw errors.formParamValueInvalid('password_digest', "can't be combined with password")
    if (!hasher) throw errors.formParamMissing('password_hasher')
    const stored = importDigest(hasher, digest)
    if (!stored) throw errors.formPasswordDigestInvalid(hasher)
    return stored
  }
  if (hasher) throw errors.formParamMissing('password_digest')
  if (!password) return null

  if (!fields.skip_password_checks) await requireAcceptablePassword(instance, password, await chooser())
  return instance.passwords.hash(password)
}
