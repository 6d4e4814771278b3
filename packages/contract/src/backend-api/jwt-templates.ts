import * as z from 'zod'
import { templateClaims } from '../claims/claims-template.js'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { JwtTemplate, signingAlgorithm } from '../resources/jwt-template.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { flag, text, wholeNumber } from '../wire.js'

/** It stands in paths. */
const name = text(64).regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u, 'may have letters, digits, dots, hyphens and underscores')

const changeable = {
  lifetime: wholeNumber(30, 315_360_000).nullable().optional().describe('In seconds, as the clock skew.'),
  allowed_clock_skew: wholeNumber(0, 300).nullable().optional(),
  custom_signing_key: flag.optional(),
  signing_algorithm: signingAlgorithm.nullable().optional(),
  signing_key: z.string().max(16_384).nullable().optional().describe('A secret for HS…, a private key as PEM for RS… and ES….'),
}

export const jwtTemplates = defineOperations('backend', backendOperations.jwtTemplates, {
  list: {
    query: z.strictObject({
      paginated: flag.optional(),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: z.union([z.array(JwtTemplate), pageOf(JwtTemplate)]),
  },
  get: { response: JwtTemplate },
  create: { body: z.strictObject({ name, claims: templateClaims, ...changeable }), response: JwtTemplate },
  update: {
    body: z.strictObject({ name: name.optional(), claims: templateClaims.optional(), ...changeable }),
    response: JwtTemplate,
  },
  delete: { response: DeletedObject },
})
