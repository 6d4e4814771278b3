import { backendApi } from '@frontdesk/contract'
import { secretKeyRoute } from '../../http/route.js'
import { changeEmailAddress, createEmailAddress, deleteEmailAddress, requireAddress } from '../user-management/addresses.js'
import { emailAddressResource } from './resource.js'

const { emailAddresses } = backendApi

export const backendEmailAddressRoutes = [
  secretKeyRoute(emailAddresses.createEmailAddress, async ({ instance, body }) =>
    emailAddressResource(await createEmailAddress(instance, body)),
  ),

  secretKeyRoute(emailAddresses.getEmailAddress, async ({ instance, params }) =>
    emailAddressResource(await requireAddress(instance, params.email_address_id)),
  ),

  secretKeyRoute(emailAddresses.updateEmailAddress, async ({ instance, params, body }) =>
    emailAddressResource(await changeEmailAddress(instance, params.email_address_id, body)),
  ),

  secretKeyRoute(emailAddresses.deleteEmailAddress, async ({ instance, params: { email_address_id: id } }) => {
    await deleteEmailAddress(instance, id)
    return { object: 'email_address', id, deleted: true } as const
  }),
]
