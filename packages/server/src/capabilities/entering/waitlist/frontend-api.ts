import { errors, frontendApi } from '@frontdesk/contract'
import { browser } from '../../../callers/browser.js'
import { transaction } from '../../../start/instance.js'
import { inEvenTime } from '../../../wire/even-time.js'
import { route } from '../../../wire/route.js'
import { joinWaitlist } from './waitlist.js'

const { waitlist } = frontendApi

export const waitlistRoutes = [
  route(waitlist.joinWaitlist, { caller: browser, counts: ['call', 'newcomer', 'message'] }, async ({ instance, body }) => {
    if (instance.settings.signUp.mode !== 'waitlist') throw errors.featureNotEnabled('waitlist')
    return inEvenTime(instance, async (timed) => {
      const { id } = await transaction(timed, (tx) => joinWaitlist(tx, body.email_address))
      return { object: 'waitlist_entry', id }
    })
  }),
]
