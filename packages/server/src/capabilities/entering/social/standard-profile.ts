import { type ExternalProfile, isTrue, type Json, type ProfileSources } from './provider.js'

/** The standard claims of OpenID Connect (Core 1.0, section 5.1), from the profile where there is one and else from the ID token. */
export function standardProfile({ idToken, userinfo }: ProfileSources): ExternalProfile {
  const claims: Json = { ...idToken, ...userinfo }
  // The address and what is said of it come from one place: one's "verified" proves nothing about the other's address.
  const addressed = textOf(userinfo?.email) === null ? (idToken ?? {}) : (userinfo ?? {})
  return {
    subject: textOf((idToken ?? claims).sub) ?? '',
    emailAddress: textOf(addressed.email),
    emailVerified: isTrue(addressed.email_verified),
    firstName: textOf(claims.given_name) ?? textOf(claims.name),
    lastName: textOf(claims.family_name),
    username: textOf(claims.preferred_username),
    imageUrl: textOf(claims.picture),
    phoneNumber: isTrue(claims.phone_number_verified) ? textOf(claims.phone_number) : null,
  }
}

/** A claim that is a text and not empty. */
export const textOf = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null)
