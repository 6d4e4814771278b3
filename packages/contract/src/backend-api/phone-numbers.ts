import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { DeletedObject } from '../resources/lists.js'
import { PhoneNumber } from '../resources/phone-number.js'
import { flag, phoneNumber, text } from '../wire.js'

const states = {
  verified: flag.nullable().optional(),
  primary: flag.nullable().optional(),
  reserved_for_second_factor: flag.nullable().optional(),
}

export const phoneNumbers = defineOperations('backend', backendOperations.phoneNumbers, {
  getPhoneNumber: { response: PhoneNumber },
  createPhoneNumber: { body: z.strictObject({ user_id: text(64), phone_number: phoneNumber, ...states }), response: PhoneNumber },
  updatePhoneNumber: { body: z.strictObject(states), response: PhoneNumber },
  deletePhoneNumber: { response: DeletedObject },
})
