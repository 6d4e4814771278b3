/** Tokens of JWT templates, for other services. They are bound to no session, and their header says that they sign nobody in here. */
import { randomUUID } from 'node:crypto'
import { bytesOf, type ClaimsTemplate, errors, maxTemplateClaimsBytes } from '@frontdesk/contract'
import type { JwtTemplateRow } from '../capabilities/machines/jwt-templates/jwt-templates.js'
import { fromJson } from '../database/columns.js'
import { memoisedByText } from '../database/memoise.js'
import type { Instance } from '../start/instance.js'
import { signWithGivenKey } from '../tokens/given-key.js'
import { signJwt } from '../tokens/sign-jwt.js'
import { type ClaimsSession, renderClaims } from './claims.js'

/** By this everybody who reads session tokens refuses a template's. */
const ofTemplate = { cat: 'cl_B7d4PD222AAA' }

const templates = memoisedByText<ClaimsTemplate>()

/** A token of the template for a session's user; `azp` is the origin of the page that asked. @throws `template_claims_too_large` */
export async function templateToken(
  instance: Instance,
  template: JwtTemplateRow,
  session: ClaimsSession,
  azp: string | null,
  lifetimeSeconds = template.lifetime_seconds,
): Promise<string> {
  const rendered = await renderClaims(
    instance,
    templates(template.claims, () => fromJson<ClaimsTemplate>(template.claims)),
    session,
  )
  requireRoom(instance, template, session, bytesOf(rendered))

  const now = Math.floor(instance.now() / 1000)
  const claims = {
    ...rendered,
    ...(azp && { azp }),
    exp: now + lifetimeSeconds,
    iat: now,
    iss: instance.keys.issuer,
    jti: randomUUID(),
    nbf: now - template.allowed_clock_skew_seconds,
    sub: session.user_id,
  }
  const { id, signing_algorithm: algorithm, sealed_signing_key: sealed } = template
  if (sealed === null) return signJwt(instance.keyRing, claims, ofTemplate)
  return signWithGivenKey(instance.vault, { id, algorithm, sealed }, claims, ofTemplate)
}

function requireRoom({ log }: Instance, { name }: JwtTemplateRow, { user_id: userId }: ClaimsSession, bytes: number): void {
  if (bytes <= maxTemplateClaimsBytes) return
  log({
    level: 'error',
    message: `The claims of the template ${name} take ${bytes} bytes of ${maxTemplateClaimsBytes} for ${userId}: no token is made`,
    userId,
    bytes,
  })
  throw errors.templateClaimsTooLarge(bytes, maxTemplateClaimsBytes)
}
