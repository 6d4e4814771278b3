import * as z from 'zod'

/** How the tokens of a template are signed: by a key of the instance, or by one that was given with the template. */
export const signingAlgorithm = z.enum(['RS256', 'RS384', 'RS512', 'HS256', 'HS384', 'HS512', 'ES256', 'ES384', 'ES512'])
export type SigningAlgorithm = z.output<typeof signingAlgorithm>

export const JwtTemplate = z.object({
  object: z.literal('jwt_template'),
  id: z.string(),
  name: z.string(),
  claims: z.record(z.string(), z.unknown()).describe('With shortcodes such as `{{user.id}}`.'),
  lifetime: z.number().describe('In seconds, as the clock skew.'),
  allowed_clock_skew: z.number(),
  custom_signing_key: z.boolean(),
  signing_algorithm: signingAlgorithm,
  created_at: z.number(),
  updated_at: z.number(),
})
export type JwtTemplate = z.output<typeof JwtTemplate>
