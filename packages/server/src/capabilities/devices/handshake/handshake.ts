/**
 * A handshake carries the browser's session cookies to an app's middleware that has lost them: the browser comes by with its
 * client cookie and takes along either a nonce, which the middleware redeems once with the secret key, or a signed token.
 */
import { digest } from '../../../crypto/digest.js'
import { newSecret } from '../../../crypto/random.js'
import { fromJson, toJson } from '../../../database/columns.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { handshakeLifetimeSeconds } from '../../../tokens/handshake-token.js'
import { checkSecret, claim, issueSecret } from '../../ground/one-time-secrets/one-time-secrets.js'

/** A nonce that stands for these Set-Cookie values, once and for a minute. */
export async function issueNonce(instance: Instance, directives: string[]): Promise<string> {
  const nonce = newSecret()
  await transaction(instance, (tx) =>
    issueSecret(tx, {
      purpose: 'handshake_nonce',
      subject: digest(nonce), // a nonce belongs to nothing else that could name it
      secret: nonce,
      lifetimeSeconds: handshakeLifetimeSeconds,
      maxAttempts: 1,
      payload: toJson(directives),
    }),
  )
  return nonce
}

/** @throws `verification_expired` for unknown, used and old nonces */
export async function redeemNonce(instance: Instance, nonce: string): Promise<string[]> {
  const proof = await checkSecret(instance, 'handshake_nonce', digest(nonce), nonce)
  await transaction(instance, (tx) => claim(tx, proof))
  return fromJson<string[]>(proof.payload!) // issued with a payload
}
