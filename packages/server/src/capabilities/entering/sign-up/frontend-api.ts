import { frontendApi } from '@frontdesk/contract'
import { type Browser, bringingSession, browser, type FoundBrowser, noteDevice } from '../../../callers/browser.js'
import { signUpResource } from '../../../resources/sign-up.js'
import type { Instance } from '../../../start/instance.js'
import { inEvenTime } from '../../../wire/even-time.js'
import type { Incoming } from '../../../wire/message.js'
import { type CountedFor, route } from '../../../wire/route.js'
import type { Device } from '../../devices/clients/device.js'
import { requirePerson } from '../captcha/captcha.js'
import { oneTap, readIdToken } from '../social/id-token.js'
import { requireProviderToEnter } from '../social/require-provider.js'
import { isProviderStrategy, type WayParams, wayOf } from '../social/way.js'
import {
  type Advanced,
  attemptVerification,
  createSignUp,
  findSignUp,
  prepareVerification,
  type SignUpFields,
  sendsAtOnce,
  updateSignUp,
} from './sign-up.js'
import { createBroughtSignUp, createProviderSignUp, transferSignUp, updateProviderSignUp } from './with-provider.js'

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
    async ({ instance, request, browser, body }) => {
      await requirePerson(instance, body, browser.device.address)
      return inEvenTime(instance, async (timed) => shown(timed, browser, await begin(timed, request, browser.device, body)))
    },
  ),

  route(signUps.getSignUp, { caller: browser, counts: [] }, async ({ instance, browser, params }) =>
    signUpResource(instance, bringingSession(browser, await findSignUp(instance, browser.device.client, params.sign_up_id))),
  ),

  route(
    signUps.updateSignUp,
    { caller: browser, counts: ['call', 'newcomer', 'attempt', mailedCode] },
    async ({ instance, request, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        shown(timed, browser, await update(timed, request, browser.device, params.sign_up_id, body)),
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

async function begin(
  instance: Instance,
  request: Incoming,
  device: Device,
  fields: SignUpFields & WayParams & { transfer?: boolean | null; token?: string | null },
): Promise<Advanced> {
  const { strategy, transfer } = fields
  if (transfer) return transferSignUp(instance, device, { ...fields, strategy: null })
  if (strategy === oneTap.strategy)
    return createBroughtSignUp(instance, device, await readIdToken(instance, fields.token), fields)
  if (!isProviderStrategy(strategy)) return createSignUp(instance, device, fields)
  return createProviderSignUp(
    instance,
    device,
    await requireProviderToEnter(instance, strategy),
    wayOf(instance, request, fields),
    fields,
  )
}

async function update(
  instance: Instance,
  request: Incoming,
  device: Device,
  id: string,
  fields: SignUpFields & WayParams,
): Promise<Advanced> {
  const { strategy } = fields
  if (!isProviderStrategy(strategy)) return updateSignUp(instance, device, id, fields)
  const provider = await requireProviderToEnter(instance, strategy)
  return updateProviderSignUp(instance, device, id, provider, wayOf(instance, request, fields), fields)
}
