/**
 * The browser's side of passkeys. The server asks and hears in JSON, with bytes as base64url; the browser's own readers and writers of that
 * are missing where browsers are older than 2025, and in what password managers put in its place.
 */
import { ownFailure, type RequestFailure } from '../client/failure.js'

type Descriptor = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] }
type FromJson<Options, Fields extends keyof Options> = Omit<Options, Fields> & { challenge: string }
type CreationJson = FromJson<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  user: { id: string; name: string; displayName: string }
  excludeCredentials: Descriptor[]
}
type RequestJson = FromJson<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
  allowCredentials: Descriptor[]
}

/** The browser has one request at a time: a new one ends the one before. */
let ending: AbortController | undefined

function begin(signal?: AbortSignal): AbortSignal {
  ending?.abort()
  ending = new AbortController()
  return signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
}

/** Has the browser make a passkey; answers it as the server reads it. @throws RequestFailure */
export async function makePasskey(nonce: string): Promise<string> {
  const { challenge, user, excludeCredentials, ...options }: CreationJson = JSON.parse(nonce)
  const publicKey = {
    ...options,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(withBytes),
  }
  const made = (await navigator.credentials.create({ publicKey, signal: begin() }).catch((error) => {
    throw failureOf(error, 'passkey_registration_cancelled', 'passkey_registration_failed')
  })) as PublicKeyCredential | null
  if (!made) throw ownFailure(400, 'passkey_registration_failed')
  const response = made.response as AuthenticatorAttestationResponse // as `create` gives it
  return JSON.stringify({
    ...named(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  })
}

/** Has the browser sign with a passkey; answers what it signed as the server reads it. @throws RequestFailure */
export async function signWithPasskey(nonce: string): Promise<string> {
  return sign(nonce, { signal: begin() }).catch((error) => {
    throw failureOf(error, 'passkey_retrieval_cancelled', 'passkey_retrieval_failed')
  })
}

/** The same by the browser's own prompt at the field, for as long as nobody chooses one. Null once that ended, for whatever reason. */
export async function signWhenChosen(nonce: string, signal: AbortSignal): Promise<string | null> {
  return sign(nonce, { mediation: 'conditional', signal: begin(signal) }).catch(() => null)
}

async function sign(nonce: string, how: Pick<CredentialRequestOptions, 'mediation' | 'signal'>): Promise<string> {
  const { challenge, allowCredentials, ...options }: RequestJson = JSON.parse(nonce)
  const publicKey = { ...options, challenge: bytes(challenge), allowCredentials: allowCredentials.map(withBytes) }
  const signed = (await navigator.credentials.get({ publicKey, ...how })) as PublicKeyCredential | null
  if (!signed) throw new Error('The browser gave no passkey')
  const response = signed.response as AuthenticatorAssertionResponse // as `get` gives it
  return JSON.stringify({
    ...named(signed),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle && text(response.userHandle),
    },
  })
}

type Failed = Parameters<typeof ownFailure>[1]

/** What the browser refused, by the names of https://www.w3.org/TR/webauthn-3/#sctn-create-request-exceptions. */
function failureOf(error: unknown, cancelled: Failed, failed: Failed): RequestFailure {
  const { name } = error as Error
  if (name === 'NotAllowedError' || name === 'AbortError') return ownFailure(400, cancelled)
  if (name === 'InvalidStateError') return ownFailure(400, 'passkey_already_exists')
  return ownFailure(400, name === 'SecurityError' ? 'passkey_invalid_rpID_or_domain' : failed)
}

const named = ({ id, rawId, type, authenticatorAttachment }: PublicKeyCredential) => ({
  id,
  rawId: text(rawId),
  type,
  authenticatorAttachment,
})

const withBytes = ({ id, ...rest }: Descriptor) => ({ ...rest, id: bytes(id) })

const bytes = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
