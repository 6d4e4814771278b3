import * as z from 'zod'

/** An invitation to sign up. Times are milliseconds since 1970. */
export const Invitation = z.object({
  object: z.literal('invitation'),
  id: z.string(),
  email_address: z.string(),
  public_metadata: z.record(z.string(), z.unknown()),
  revoked: z.boolean().optional(),
  status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
  url: z.string().optional().describe('The link that the letter has; shown once, in the answer that makes the invitation.'),
  expires_at: z.number().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type Invitation = z.infer<typeof Invitation>
