import { frontendApi } from '@frontdesk/contract'
import { browserRoute } from '../../http/route.js'
import { signUpResource } from './resource.js'
import { attemptVerification, createSignUp, findOpenSignUp, prepareVerification, updateSignUp } from './sign-up.js'

const { signUps } = frontendApi

export const signUpRoutes = [
  browserRoute(signUps.createSignUp, async ({ instance, browser, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    if (body.strategy === 'email_code') instance.rateLimiter.count('message', browser.address)
    return signUpResource(instance, await createSignUp(instance, browser, body))
  }),

  browserRoute(signUps.getSignUp, async ({ instance, browser, params }) =>
    signUpResource(instance, await findOpenSignUp(instance, browser.client, params.sign_up_id)),
  ),

  browserRoute(signUps.updateSignUp, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    if (body.strategy === 'email_code') instance.rateLimiter.count('message', browser.address)
    return signUpResource(instance, await updateSignUp(instance, browser, params.sign_up_id, body))
  }),

  browserRoute(signUps.prepareSignUpVerification, async ({ instance, browser, params }) => {
    instance.rateLimiter.count('message', browser.address)
    return signUpResource(instance, await prepareVerification(instance, browser, params.sign_up_id))
  }),

  browserRoute(signUps.attemptSignUpVerification, async ({ instance, browser, params, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return signUpResource(instance, await attemptVerification(instance, browser, params.sign_up_id, body.code))
  }),
]
