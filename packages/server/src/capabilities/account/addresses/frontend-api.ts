import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn } from '../../../callers/signed-in.js'
import { emailAddressResource } from '../../../resources/email-address.js'
import { route } from '../../../wire/route.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { addOwnAddress, prepareVerification, removeOwnAddress, requireOwnAddress, verifyOwnAddress } from './addresses.js'

const { me } = frontendApi

export const emailAddressRoutes = [
  route(me.listMyEmailAddresses, { caller: signedIn, counts: [] }, async ({ instance, user }) =>
    (await emailAddressesOf(instance, [user.id])).map(emailAddressResource),
  ),

  route(
    me.createMyEmailAddress,
    { caller: reverified('strict'), counts: ['call', 'change', 'attempt'] },
    async ({ instance, user, body }) => emailAddressResource(await addOwnAddress(instance, user, body.email_address)),
  ),

  route(me.getMyEmailAddress, { caller: signedIn, counts: [] }, async ({ instance, user, params }) =>
    emailAddressResource(await requireOwnAddress(instance, user, params.email_id)),
  ),

  route(
    me.prepareMyEmailAddressVerification,
    { caller: signedIn, counts: ['call', 'change', 'message'] },
    async ({ instance, user, params, body }) => {
      const address = await requireOwnAddress(instance, user, params.email_id)
      return emailAddressResource(await prepareVerification(instance, address, body))
    },
  ),

  route(
    me.attemptMyEmailAddressVerification,
    { caller: signedIn, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, user, params, body }) => {
      const address = await requireOwnAddress(instance, user, params.email_id)
      return emailAddressResource(await verifyOwnAddress(instance, user, address, body.code, browser.device))
    },
  ),

  route(
    me.deleteMyEmailAddress,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, browser, user, params }) => {
      const address = await requireOwnAddress(instance, user, params.email_id)
      await removeOwnAddress(instance, user, address, browser.device)
      return { object: 'email_address', id: address.id, deleted: true as const }
    },
  ),
]
