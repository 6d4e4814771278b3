import { frontendApi } from '@frontdesk/contract'
import { type Browser, bringingSession, browser, type FoundBrowser, noteDevice } from '../../../callers/browser.js'
import { signInResource } from '../../../resources/sign-in.js'
import type { Instance } from '../../../start/instance.js'
import { inEvenTime } from '../../../wire/even-time.js'
import type { Incoming } from '../../../wire/message.js'
import { type CountedFor, route } from '../../../wire/route.js'
import type { Device } from '../../devices/clients/device.js'
import type { FactorParams } from '../factors/factor.js'
import { findFirstStep } from '../factors/matrix.js'
import { oneTap, readIdToken } from '../social/id-token.js'
import { requireProviderToEnter } from '../social/require-provider.js'
import { isProviderStrategy, type WayParams, wayOf } from '../social/way.js'
import { createSignIn, type SignInFields } from './create-sign-in.js'
import { attemptFirstFactor, prepareFirstFactor } from './first-factor.js'
import { resetPassword } from './reset-password.js'
import { attemptSecondFactor, prepareSecondFactor } from './second-factor.js'
import { type Advanced, findSignIn, type SignInRow } from './sign-in.js'
import { createBroughtSignIn, createProviderSignIn, sendToProvider, transferSignIn } from './with-provider.js'

const { signIns } = frontendApi

const mailedCode: CountedFor<FoundBrowser & { instance: Instance; body: { strategy?: string | null } }> = {
  kind: 'message',
  words: 'where it mails a code',
  subject: ({ instance, browser, body }) =>
    findFirstStep(instance.settings, body.strategy ?? '')?.factor.prepare ? browser.device.address : null,
}

export const signInRoutes = [
  route(
    signIns.createSignIn,
    { caller: browser, counts: ['call', 'newcomer', 'attempt', mailedCode] },
    async ({ instance, request, browser, body }) =>
      inEvenTime(instance, async (timed) => shown(timed, browser, await begin(timed, request, browser.device, body))),
  ),

  route(signIns.getSignIn, { caller: browser, counts: [] }, async ({ instance, browser, params }) =>
    signInResource(instance, bringingSession(browser, await findSignIn(instance, browser.device.client, params.sign_in_id))),
  ),

  route(
    signIns.prepareFirstFactor,
    { caller: browser, counts: ['call', 'newcomer', 'message'] },
    async ({ instance, request, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        signInResource(timed, await prepare(timed, request, browser.device, params.sign_in_id, body)),
      ),
  ),

  route(
    signIns.attemptFirstFactor,
    { caller: browser, counts: ['call', 'newcomer', 'attempt'] },
    async ({ instance, browser, params, body }) =>
      inEvenTime(instance, async (timed) =>
        shown(timed, browser, await attemptFirstFactor(timed, browser.device, params.sign_in_id, body)),
      ),
  ),

  route(
    signIns.prepareSecondFactor,
    { caller: browser, counts: ['call', 'newcomer', 'message'] },
    async ({ instance, browser, params, body }) =>
      signInResource(instance, await prepareSecondFactor(instance, browser.device, params.sign_in_id, body)),
  ),

  route(
    signIns.attemptSecondFactor,
    { caller: browser, counts: ['call', 'newcomer', 'attempt'] },
    async ({ instance, browser, params, body }) =>
      shown(instance, browser, await attemptSecondFactor(instance, browser.device, params.sign_in_id, body)),
  ),

  route(signIns.resetPassword, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params, body }) =>
    shown(
      instance,
      browser,
      await resetPassword(instance, browser.device, params.sign_in_id, body.password, body.sign_out_of_other_sessions ?? false),
    ),
  ),
]

const shown = (instance: Instance, browser: Browser, advanced: Advanced) =>
  signInResource(instance, noteDevice(browser, advanced).signIn)

async function begin(
  instance: Instance,
  request: Incoming,
  device: Device,
  fields: SignInFields & WayParams & { transfer?: boolean | null; token?: string | null },
): Promise<Advanced> {
  const { strategy, transfer } = fields
  if (transfer) return transferSignIn(instance, device)
  if (strategy === oneTap.strategy) return createBroughtSignIn(instance, device, await readIdToken(instance, fields.token))
  if (!isProviderStrategy(strategy)) return createSignIn(instance, device, fields)
  return createProviderSignIn(
    instance,
    device,
    await requireProviderToEnter(instance, strategy),
    wayOf(instance, request, fields),
  )
}

async function prepare(
  instance: Instance,
  request: Incoming,
  device: Device,
  id: string,
  fields: FactorParams & WayParams & { strategy: string },
): Promise<SignInRow> {
  const { strategy } = fields
  if (!isProviderStrategy(strategy)) return prepareFirstFactor(instance, device, id, fields)
  return sendToProvider(instance, device, id, await requireProviderToEnter(instance, strategy), wayOf(instance, request, fields))
}
