import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { invitationResource } from '../../../resources/invitation.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import {
  countInvitations,
  createInvitation,
  deleteInvitation,
  type Invited,
  listInvitations,
  revokeInvitation,
} from './invitations.js'

const { invitations } = backendApi

export const backendInvitationRoutes = [
  route(
    invitations.getInvitationList,
    { caller: secretKey, counts: [] },
    async ({ instance, query: { paginated, status, query, ...page } }) => {
      const filter = { status, query }
      const data = (await listInvitations(instance, filter, page)).map((row) => invitationResource(instance, row))
      return paginated ? { data, total_count: await countInvitations(instance, filter) } : data
    },
  ),

  route(invitations.createInvitation, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    shown(instance, await transaction(instance, (tx) => createInvitation(tx, body))),
  ),

  route(invitations.createInvitationBulk, { caller: secretKey, counts: [] }, async ({ instance, body }) => {
    const invited = await transaction(instance, async (tx) => {
      const made: Invited[] = []
      for (const fields of body) made.push(await createInvitation(tx, fields))
      return made
    })
    return invited.map((one) => shown(instance, one))
  }),

  route(invitations.revokeInvitation, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    const revoked = await transaction(instance, (tx) => revokeInvitation(tx, params.invitation_id))
    return { ...invitationResource(instance, revoked), revoked: true }
  }),

  route(invitations.deleteInvitation, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    await transaction(instance, (tx) => deleteInvitation(tx, params.invitation_id))
    return { object: 'invitation', id: params.invitation_id, deleted: true as const }
  }),
]

const shown = (instance: Instance, { invitation, url }: Invited) => invitationResource(instance, invitation, url)
