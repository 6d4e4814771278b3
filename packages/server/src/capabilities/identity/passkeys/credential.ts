/** A credential as browsers write it in JSON, and what it says of itself before anything is proved. */
import { errors } from '@frontdesk/contract'
import * as z from 'zod'

const base64url = z.string().regex(/^[\w-]+$/)

const shared = { id: base64url.max(1400), rawId: base64url.max(1400), type: z.literal('public-key') } // of 1023 bytes at most

const made = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(10).default([]).catch([]),
  }),
})

const signed = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
})

const clientData = z.looseObject({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
})

export type MadeCredential = z.output<typeof made>
export type SignedCredential = z.output<typeof signed>
export type ClientData = z.output<typeof clientData>

interface Read<Credential> {
  credential: Credential
  clientData: ClientData
}

/** What `navigator.credentials.create()` gave. @throws `passkey_invalid_public_key_credential` */
export const readMade = (text: string): Read<MadeCredential> => read(text, made)

/** What `navigator.credentials.get()` gave. @throws `passkey_invalid_public_key_credential` */
export const readSigned = (text: string): Read<SignedCredential> => read(text, signed)

function read<Credential extends MadeCredential | SignedCredential>(
  text: string,
  schema: z.ZodType<Credential>,
): Read<Credential> {
  const credential = schema.safeParse(parsed(text)).data
  const said = credential && clientData.safeParse(parsed(decoded(credential.response.clientDataJSON))).data
  if (!credential || !said) throw errors.passkeyInvalidPublicKeyCredential()
  return { credential, clientData: said }
}

const decoded = (text: string): string => Buffer.from(text, 'base64url').toString('utf8')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no schema takes it
  }
}
