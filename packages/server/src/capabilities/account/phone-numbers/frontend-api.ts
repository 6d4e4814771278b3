import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn, signedInOrEnrolling } from '../../../callers/signed-in.js'
import { phoneNumberResource } from '../../../resources/phone-number.js'
import { route } from '../../../wire/route.js'
import { phoneNumbersOf } from '../../identity/phone-numbers/phone-numbers.js'
import {
  addOwnNumber,
  changeOwnNumber,
  prepareNumberVerification,
  removeOwnNumber,
  requireOwnNumber,
  verifyOwnNumber,
} from './numbers.js'

const { phoneNumbers } = frontendApi

export const phoneNumberRoutes = [
  route(phoneNumbers.listMyPhoneNumbers, { caller: signedIn, counts: [] }, async ({ instance, user }) =>
    (await phoneNumbersOf(instance, [user.id])).map(phoneNumberResource),
  ),

  route(
    phoneNumbers.createMyPhoneNumber,
    { caller: reverified('strict', signedInOrEnrolling), counts: ['call', 'change', 'attempt'] },
    async ({ instance, user, body }) => phoneNumberResource(await addOwnNumber(instance, user, body)),
  ),

  route(phoneNumbers.getMyPhoneNumber, { caller: signedIn, counts: [] }, async ({ instance, user, params }) =>
    phoneNumberResource(await requireOwnNumber(instance, user, params.phone_number_id)),
  ),

  route(
    phoneNumbers.updateMyPhoneNumber,
    { caller: reverified('strict', signedInOrEnrolling), counts: ['call', 'change'] },
    async ({ instance, browser, session, user, params, body }) => {
      const known = await requireOwnNumber(instance, user, params.phone_number_id)
      browser.bringsSession = true
      const { number, codes } = await changeOwnNumber(instance, session, user, known, body)
      return { ...phoneNumberResource(number), backup_codes: codes }
    },
  ),

  route(
    phoneNumbers.prepareMyPhoneNumberVerification,
    { caller: signedInOrEnrolling, counts: ['call', 'change', 'message'] },
    async ({ instance, user, params, body }) => {
      const number = await requireOwnNumber(instance, user, params.phone_number_id)
      return phoneNumberResource(await prepareNumberVerification(instance, number, body))
    },
  ),

  route(
    phoneNumbers.attemptMyPhoneNumberVerification,
    { caller: signedInOrEnrolling, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, session, user, params, body }) => {
      browser.bringsSession = true
      const number = await requireOwnNumber(instance, user, params.phone_number_id)
      return phoneNumberResource(await verifyOwnNumber(instance, session, user, number, body.code, browser.device))
    },
  ),

  route(
    phoneNumbers.deleteMyPhoneNumber,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, browser, user, params }) => {
      const number = await requireOwnNumber(instance, user, params.phone_number_id)
      await removeOwnNumber(instance, user, number, browser.device)
      return { object: 'phone_number', id: number.id, deleted: true as const }
    },
  ),
]
