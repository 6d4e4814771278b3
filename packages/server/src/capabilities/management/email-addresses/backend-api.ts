import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { emailAddressResource } from '../../../resources/email-address.js'
import { route } from '../../../wire/route.js'
import { changeEmailAddress, createEmailAddress, deleteEmailAddress, requireAddress } from './addresses.js'
import { attemptVerification, prepareVerification } from './verification.js'

const { emailAddresses } = backendApi

export const backendEmailAddressRoutes = [
  route(emailAddresses.createEmailAddress, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    emailAddressResource(await createEmailAddress(instance, body)),
  ),

  route(emailAddresses.getEmailAddress, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    emailAddressResource(await requireAddress(instance, params.email_address_id)),
  ),

  route(emailAddresses.updateEmailAddress, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    emailAddressResource(await changeEmailAddress(instance, params.email_address_id, body)),
  ),

  route(
    emailAddresses.deleteEmailAddress,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { email_address_id: id } }) => {
      await deleteEmailAddress(instance, id)
      return { object: 'email_address', id, deleted: true } as const
    },
  ),

  route(emailAddresses.prepareEmailAddressVerification, { caller: secretKey, counts: [] }, ({ instance, params }) =>
    prepareVerification(instance, params.email_address_id),
  ),

  route(emailAddresses.attemptEmailAddressVerification, { caller: secretKey, counts: [] }, ({ instance, params, body }) =>
    attemptVerification(instance, params.email_address_id, body),
  ),
]
