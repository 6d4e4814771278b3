/**
 * Whether a browser's answer is what it was asked for, by the rules of WebAuthn: type, challenge, origin, relying party, presence and
 * verification of the person, algorithm, signature, count. The library that reads and checks all this is loaded by the first answer.
 */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { algorithms, requireRelyingParty } from './challenges.js'
import type { ClientData, MadeCredential, SignedCredential } from './credential.js'
import type { PasskeyRow } from './passkeys.js'

/** What is kept of a passkey that was just made. */
export interface VerifiedCredential {
  rpId: string
  credentialId: string
  publicKey: string
  counter: number
  transports: string[]
  aaguid: string
  isBackedUp: boolean
}

/** What changes in a passkey that was just used. */
export interface VerifiedUse {
  counter: number
  isBackedUp: boolean
}

/** @throws `passkey_registration_failed` */
export async function verifyMade(
  instance: Instance,
  credential: MadeCredential,
  { challenge, origin, crossOrigin }: ClientData,
): Promise<VerifiedCredential> {
  const party = requireRelyingParty(instance)
  if (!party.takes(origin) || crossOrigin) throw errors.passkeyRegistrationFailed()
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { isoBase64URL } = await import('@simplewebauthn/server/helpers')
  const { clientDataJSON, attestationObject, transports } = credential.response
  const verified = await refusingCertificates(attestationObject)
    .then(() =>
      verifyRegistrationResponse({
        response: { ...credential, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }),
    )
    .catch(() => null) // the library throws for whatever is wrong, and nothing else can fail here
  if (!verified?.verified) throw errors.passkeyRegistrationFailed()

  const { credential: made, aaguid, credentialBackedUp } = verified.registrationInfo
  return {
    rpId: party.id,
    credentialId: made.id,
    publicKey: isoBase64URL.fromBuffer(made.publicKey),
    counter: made.counter,
    transports,
    aaguid,
    isBackedUp: credentialBackedUp,
  }
}

/**
 * Nobody is asked to vouch for the authenticator. A certificate is refused unread: the library would ask the addresses in it whether it
 * was revoked, and a stranger would have written them.
 */
async function refusingCertificates(attestationObject: string): Promise<void> {
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers')
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject))
  const format = attestation.get('fmt')
  if (format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)) return
  throw errors.passkeyRegistrationFailed()
}

/** @throws `passkey_authentication_failure` */
export async function verifySigned(
  instance: Instance,
  passkey: PasskeyRow,
  credential: SignedCredential,
  { challenge, origin, crossOrigin }: ClientData,
): Promise<VerifiedUse> {
  const party = requireRelyingParty(instance)
  if (!party.takes(origin) || crossOrigin) throw errors.passkeyAuthenticationFailure()
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { userHandle, ...response } = credential.response
  const verified = await verifyAuthenticationResponse({
    response: { ...credential, clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => null) // as above
  if (!verified?.verified) throw errors.passkeyAuthenticationFailure()
  return { counter: verified.authenticationInfo.newCounter, isBackedUp: verified.authenticationInfo.credentialBackedUp }
}
