import { frontendApi } from '@frontdesk/contract'
import { inEvenTime } from '../../http/even-time.js'
import { browserRoute } from '../../http/route.js'
import { signUpResource } from './resource.js'
import { attemptVerification, createSignUp, findOpenSignUp, prepareVerification, updateSignUp } from './sign-up.js'

const { signUps } = frontendApi

export const signUpRoutes = [
  browserRoute(signUps.createSignUp, async ({ instance, browser, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    if (body.strategy === 'email_code') instance.rateLimiter.count('message', browser.address)
    return inEvenTime(instance, async (timed) => signUpResource(timed, await createSignUp(timed, browser, body)))
  }),

  browserRoute(signUps.getSignUp, async ({ instance, browser, params }) =>
    signUpResource(instance, await findOpenSignUp(instance, browser.client, params.sign_up_id)),
  ),

  browserRoute(signUps.updateSignUp, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    if (body.strategy === 'email_code') instance.rateLimiter.count('message', browser.address)
    return inEvenTime(instance, async (timed) =>
      signUpResource(timed, await updateSignUp(timed, browser, params.sign_up_id, body)),
    )
  }),

  browserRoute(signUps.prepareSignUpVerification, async ({ instance, browser, params }) => {
    instance.rateLimiter.count('message', browser.address)
    return inEvenTime(instance, async (timed) =>
      signUpResource(timed, await prepareVerification(timed, browser, params.sign_up_id)),
    )
  }),

  browserRoute(signUps.attemptSignUpVerification, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return inEvenTime(instance, async (timed) =>
      signUpResource(timed, await attemptVerification(timed, browser, params.sign_up_id, body.code)),
    )
  }),
]
