import { frontendApi } from '@frontdesk/contract'
import { type Browser, browser, type FoundBrowser, noteDevice } from '../../../callers/browser.js'
import { signUpResource } from '../../../resources/sign-up.js'
import type { Instance } from '../../../start/instance.js'
import { inEvenTime } from '../../../wire/even-time.js'
import { type CountedFor, route } from '../../../wire/route.js'
import {
  type Advanced,
  attemptVerification,
  createSignUp,
  findOpenSignUp,
  prepareVerification,
  sendsAtOnce,
  updateSignUp,
} from './sign-up.js'

const { signUps } = frontendApi

const mailedCode: CountedFor<FoundBrowser & { instance: Instance; body: { strategy?: string | null } }> = {
  kind: 'message',
  words: 'where it mails a code',
  subject: ({ instance, browser, body }) => (sendsAtOnce(instance, body) ? browser.device.address : null),
}

export const signUpRoutes = [
  route(
    signUps.createSignUp,
    { caller: browser, counts: ['call', 'newcomer', 'attempt', mailedCode] },
    async ({ instance, browser, body }) =>
      inEvenTime(instance, async (timed) => shown(timed, browser, await createSignUp(timed, browser.device, body))),
  ),

  route(signUps.getSignUp, { caller: browser, counts: [] }, async ({ instance, browser, params }) =>
    signUpResource(instance, await findOpenSignUp(instance, browser.device.client, params.sign_up_id)),
  ),

  route(
    signUps.updateSignUp,
    { caller: browser, counts: ['call', 'newcomer', 'attempt', mailedCode] },
    async ({ instance, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        shown(timed, browser, await updateSignUp(timed, browser.device, params.sign_up_id, body)),
      ),
  ),

  route(
    signUps.prepareSignUpVerification,
    { caller: browser, counts: ['call', 'newcomer', 'message'] },
    async ({ instance, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        signUpResource(timed, await prepareVerification(timed, browser.device, params.sign_up_id, body)),
      ),
  ),

  route(
    signUps.attemptSignUpVerification,
    { caller: browser, counts: ['call', 'newcomer', 'attempt'] },
    async ({ instance, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        shown(timed, browser, await attemptVerification(timed, browser.device, params.sign_up_id, body)),
      ),
  ),
]

const shown = (instance: Instance, browser: Browser, advanced: Advanced) =>
  signUpResource(instance, noteDevice(browser, advanced).signUp)
