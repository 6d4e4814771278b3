/**
 * What browsers are asked to sign, or to make a passkey for: as WebAuthn has it, in JSON. A challenge is a one-time secret of what it was
 * asked for. These few lines are written here, since the library that checks the answers is large, and most who are asked never answer.
 * https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 */
import { ApiError, errors } from '@frontdesk/contract'
import { newSecret } from '../../../crypto/random.js'
import { fromJson } from '../../../database/columns.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { checkSecret, issueSecret, type Proof, type Purpose } from '../../ground/one-time-secrets/one-time-secrets.js'
import { passkeyAsked } from '../../ground/one-time-secrets/verification.js'
import type { UserRow } from '../users/users.js'
import type { PasskeyRow } from './passkeys.js'
import { type RelyingParty, relyingPartyOf } from './relying-party.js'

export type PasskeyPurpose = Extract<Purpose, `passkey_${string}`>

/** @throws `feature_not_enabled` where nothing says for whom passkeys are */
export function requireRelyingParty(instance: Instance): RelyingParty {
  const party = relyingPartyOf(instance)
  if (!party) throw errors.featureNotEnabled('passkey')
  return party
}

/** Those that passkeys are made with, the first one preferred: ES256, Ed25519 and RS256, as COSE numbers them. */
export const algorithms = [-7, -8, -257]

interface NewPasskey {
  /** The session in which it is made, which is asked one question at a time. */
  sessionId: string
  passkeyId: string
  user: UserRow
  /** What the browser shows beside the name of the site. */
  label: string
  /** Those that the account has: the browser makes no second one on the same device. */
  known: PasskeyRow[]
}

/** Asks for a new passkey; answers the verification that holds the question. */
export async function askToMake(tx: Transaction, { sessionId, passkeyId, user, label, known }: NewPasskey): Promise<string> {
  const { id, name } = requireRelyingParty(tx)
  const challenge = await issue(tx, 'passkey_registration', sessionId, passkeyId)
  return passkeyAsked(tx, {
    challenge,
    rp: { id, name },
    user: { id: handleOf(user.id), name: label, displayName: label },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: lifetimeMs(tx),
    excludeCredentials: known.filter(({ rp_id }) => rp_id === id).map(descriptorOf),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    extensions: { credProps: true },
  })
}

/**
 * Asks for a passkey to sign with. Before anybody has proved anything none is named: the names of credentials would tell strangers that
 * an account has some, and on how many devices. Browsers offer those that they have.
 */
export async function askToSign(
  tx: Transaction,
  purpose: PasskeyPurpose,
  subject: string,
  among: PasskeyRow[] = [],
): Promise<string> {
  const { id } = requireRelyingParty(tx)
  return passkeyAsked(tx, {
    challenge: await issue(tx, purpose, subject),
    rpId: id,
    timeout: lifetimeMs(tx),
    allowCredentials: among.filter(({ rp_id }) => rp_id === id).map(descriptorOf),
    userVerification: 'required',
  })
}

async function issue(tx: Transaction, purpose: PasskeyPurpose, subject: string, payload?: string): Promise<string> {
  const secret = newSecret()
  await issueSecret(tx, { purpose, subject, secret, ...tx.settings.codes, ...(payload !== undefined && { payload }) })
  return secret
}

/** What the check says of codes, which people type. */
const notThis = new Set(['form_code_incorrect', 'verification_expired', 'verification_failed'])

/** Counts the answer, and only then compares the challenge that it holds. @throws `passkey_invalid_verification` */
export async function checkChallenge(
  instance: Instance,
  purpose: PasskeyPurpose,
  subject: string,
  challenge: string,
): Promise<Proof> {
  try {
    return await checkSecret(instance, purpose, subject, challenge)
  } catch (error) {
    throw error instanceof ApiError && notThis.has(error.errors[0]!.code) ? errors.passkeyInvalidVerification() : error
  }
}

/** How a passkey names its user: by an id that says nothing about the person. */
export const handleOf = (userId: string): string => Buffer.from(userId).toString('base64url')

const descriptorOf = ({ credential_id, transports }: PasskeyRow) => ({
  id: credential_id,
  type: 'public-key',
  transports: fromJson<string[]>(transports),
})

const lifetimeMs = ({ settings }: Instance): number => settings.codes.lifetimeSeconds * 1000
