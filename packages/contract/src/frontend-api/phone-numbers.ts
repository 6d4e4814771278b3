import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { DeletedObject } from '../resources/lists.js'
import { PhoneNumber } from '../resources/phone-number.js'
import { code, flag, phoneNumber, text } from '../wire.js'
import { strategyFields } from './attempt-fields.js'

export const phoneNumbers = defineOperations('frontend', frontendOperations.phoneNumbers, {
  listMyPhoneNumbers: { response: z.array(PhoneNumber), bare: true },
  createMyPhoneNumber: {
    body: z.strictObject({ phone_number: phoneNumber, reserved_for_second_factor: flag.nullable().optional() }),
    response: PhoneNumber,
  },
  getMyPhoneNumber: { response: PhoneNumber },
  updateMyPhoneNumber: {
    body: z.strictObject({
      reserved_for_second_factor: flag.nullable().optional(),
      default_second_factor: flag.nullable().optional(),
    }),
    response: PhoneNumber,
  },
  deleteMyPhoneNumber: { response: DeletedObject },
  prepareMyPhoneNumberVerification: {
    body: z.strictObject({ strategy: text(64).default('phone_code'), channel: text(64).optional(), ...strategyFields }),
    response: PhoneNumber,
  },
  attemptMyPhoneNumberVerification: { body: z.strictObject({ code }), response: PhoneNumber },
})
