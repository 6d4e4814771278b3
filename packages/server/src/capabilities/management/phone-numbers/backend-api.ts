import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { phoneNumberResource } from '../../../resources/phone-number.js'
import { route } from '../../../wire/route.js'
import { changePhoneNumber, createPhoneNumber, deletePhoneNumber, replacePhoneNumbers, requirePhoneNumber } from './numbers.js'

const { phoneNumbers, users } = backendApi

export const backendPhoneNumberRoutes = [
  route(phoneNumbers.createPhoneNumber, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    phoneNumberResource(await createPhoneNumber(instance, body)),
  ),

  route(phoneNumbers.getPhoneNumber, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    phoneNumberResource(await requirePhoneNumber(instance, params.phone_number_id)),
  ),

  route(phoneNumbers.updatePhoneNumber, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    phoneNumberResource(await changePhoneNumber(instance, params.phone_number_id, body)),
  ),

  route(
    phoneNumbers.deletePhoneNumber,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { phone_number_id: id } }) => {
      await deletePhoneNumber(instance, id)
      return { object: 'phone_number', id, deleted: true } as const
    },
  ),

  route(users.replaceUserPhoneNumber, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    phoneNumberResource(await replacePhoneNumbers(instance, params.user_id, body)),
  ),
]
