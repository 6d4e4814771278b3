import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { Invitation } from '../resources/invitation.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { emailAddress, flag, metadata, text, wholeNumber } from '../wire.js'
import { sortedBy } from './sorted-by.js'

const invitation = z.strictObject({
  email_address: emailAddress,
  public_metadata: metadata
    .meta({ declaredIn: 'UserPublicMetadata' })
    .nullable()
    .optional()
    .describe("It becomes the user's, once they sign up."),
  redirect_url: text(2048)
    .nullable()
    .optional()
    .describe('A page of the app that takes the ticket, in place of our sign-up page.'),
  expires_in_days: wholeNumber(1, 365).nullable().optional(),
  notify: flag.nullable().optional().describe('Whether a letter is sent; it is unless this is false.'),
  ignore_existing: flag.nullable().optional(),
  template_slug: z.enum(['invitation', 'waitlist_invitation']).optional(),
})

export const invitations = defineOperations('backend', backendOperations.invitations, {
  getInvitationList: {
    query: z.strictObject({
      status: z.enum(['pending', 'accepted', 'revoked', 'expired']).optional(),
      query: text(256).optional(),
      order_by: sortedBy('created_at', 'email_address', 'expires_at'),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
      paginated: flag.optional(),
    }),
    response: z.union([z.array(Invitation), pageOf(Invitation)]),
  },
  createInvitation: { body: invitation, response: Invitation },
  createInvitationBulk: { body: invitation, maxItems: 10, response: z.array(Invitation) },
  revokeInvitation: { response: Invitation },
  deleteInvitation: { response: DeletedObject },
})
