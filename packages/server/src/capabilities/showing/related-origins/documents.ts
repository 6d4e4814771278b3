/**
 * Which other origins may use the passkeys of the relying party. Browsers ask for this at its domain before they let a page of another
 * domain do so: https://www.w3.org/TR/webauthn-3/#sctn-related-origins
 */
import { errors } from '@frontdesk/contract'
import { jsonReply, type Reply } from '../../../wire/message.js'
import { type Arrival, type DocumentRoute, documentRoute } from '../../../wire/route.js'
import { relatedOriginsOf, relyingPartyOf } from '../../identity/passkeys/relying-party.js'

/** At the root, where browsers look, and below the base path, where Clerk's API has it. */
export const passkeyDocuments = (basePath: string): DocumentRoute[] => [
  documentRoute('GET', `${basePath}/.well-known/webauthn`, { counts: [] }, related),
  documentRoute('GET', '/.well-known/webauthn', { counts: [] }, related),
]

async function related({ instance }: Arrival): Promise<Reply> {
  const party = relyingPartyOf(instance)
  const origins = party ? relatedOriginsOf(instance, party) : []
  if (origins.length === 0) throw errors.resourceNotFound()
  return jsonReply({ origins })
}
