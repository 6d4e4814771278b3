import * as z from 'zod'

export const identifierType = z.enum(['email_address', 'phone_number', 'web3_wallet'])
export type IdentifierType = z.output<typeof identifierType>

const shared = {
  id: z.string(),
  identifier: z.string().describe('An address, a whole domain as `*@example.com`, a number or a wallet.'),
  identifier_type: identifierType,
  instance_id: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
}

/** Who may sign up while the allow list is on. */
export const AllowlistIdentifier = z.object({
  object: z.literal('allowlist_identifier'),
  ...shared,
  invitation_id: z.string().optional(),
})
export type AllowlistIdentifier = z.output<typeof AllowlistIdentifier>

/** Who may neither sign up nor sign in while the block list is on. */
export const BlocklistIdentifier = z.object({ object: z.literal('blocklist_identifier'), ...shared })
export type BlocklistIdentifier = z.output<typeof BlocklistIdentifier>
