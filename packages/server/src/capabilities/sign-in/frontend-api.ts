import { frontendApi } from '@frontdesk/contract'
import { inEvenTime } from '../../http/even-time.js'
import { browserRoute } from '../../http/route.js'
import { signInResource } from './resource.js'
import { attemptFirstFactor, createSignIn, findOpenSignIn, prepareFirstFactor, resetPassword } from './sign-in.js'
import { findStrategy } from './strategies.js'

const { signIns } = frontendApi

export const signInRoutes = [
  browserRoute(signIns.createSignIn, async ({ instance, browser, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    if (findStrategy(body.strategy ?? '')?.prepare) instance.rateLimiter.count('message', browser.address)
    return inEvenTime(instance, async (timed) => signInResource(timed, await createSignIn(timed, browser, body)))
  }),

  browserRoute(signIns.getSignIn, async ({ instance, browser, params }) =>
    signInResource(instance, await findOpenSignIn(instance, browser.client, params.sign_in_id)),
  ),

  browserRoute(signIns.prepareFirstFactor, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('message', browser.address)
    return inEvenTime(instance, async (timed) =>
      signInResource(timed, await prepareFirstFactor(timed, browser, params.sign_in_id, body)),
    )
  }),

  browserRoute(signIns.attemptFirstFactor, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return inEvenTime(instance, async (timed) =>
      signInResource(timed, await attemptFirstFactor(timed, browser, params.sign_in_id, body)),
    )
  }),

  browserRoute(signIns.resetPassword, async ({ instance, browser, params, body }) =>
    signInResource(
      instance,
      await resetPassword(instance, browser, params.sign_in_id, body.password, body.sign_out_of_other_sessions ?? false),
    ),
  ),
]
