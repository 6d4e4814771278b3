import { frontendApi } from '@frontdesk/contract'
import { signedInRoute } from '../../http/route.js'
import { addOwnAddress, removeOwnAddress, requireOwnAddress, verifyOwnAddress } from '../account/addresses.js'
import { emailAddressesOf } from './email-addresses.js'
import { emailAddressResource } from './resource.js'
import { prepareVerification } from './verification.js'

const { me } = frontendApi

export const emailAddressRoutes = [
  signedInRoute(me.listMyEmailAddresses, async ({ instance, user }) =>
    (await emailAddressesOf(instance, [user.id])).map(emailAddressResource),
  ),

  signedInRoute(me.createMyEmailAddress, async ({ instance, browser, user, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return emailAddressResource(await addOwnAddress(instance, user, body.email_address))
  }),

  signedInRoute(me.getMyEmailAddress, async ({ instance, user, params }) =>
    emailAddressResource(await requireOwnAddress(instance, user, params.email_id)),
  ),

  signedInRoute(me.prepareMyEmailAddressVerification, async ({ instance, browser, user, params }) => {
    const address = await requireOwnAddress(instance, user, params.email_id)
    instance.rateLimiter.count('message', browser.address)
    return emailAddressResource(await prepareVerification(instance, address))
  }),

  signedInRoute(me.attemptMyEmailAddressVerification, async ({ instance, browser, user, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    const address = await requireOwnAddress(instance, user, params.email_id)
    return emailAddressResource(await verifyOwnAddress(instance, user, address, body.code, browser))
  }),

  signedInRoute(me.deleteMyEmailAddress, async ({ instance, browser, user, params }) => {
    const address = await requireOwnAddress(instance, user, params.email_id)
    await removeOwnAddress(instance, user, address, browser)
    return { object: 'email_address', id: address.id, deleted: true as const }
  }),
]
