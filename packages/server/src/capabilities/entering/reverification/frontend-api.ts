import { errors, frontendApi } from '@frontdesk/contract'
import { type Browser, browser } from '../../../callers/browser.js'
import { sessionVerification } from '../../../resources/session-verification.js'
import type { Instance } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { findSignedInOrPending } from '../../devices/sessions/sessions.js'
import type { FactorParams } from '../factors/factor.js'
import { attemptAgain, type Owner, prepareAgain, startVerification } from './reverification.js'

const { sessions } = frontendApi

export const reverificationRoutes = [
  route(sessions.startVerification, { caller: browser, counts: ['call', 'newcomer'] }, async (call) => {
    const owner = await ownerOf(call)
    return shown(call.instance, owner, await startVerification(call.instance, owner, call.body.level))
  }),

  route(sessions.prepareFirstFactor, { caller: browser, counts: ['call', 'newcomer', 'message'] }, (call) =>
    prepare(call, 'first'),
  ),
  route(sessions.prepareSecondFactor, { caller: browser, counts: ['call', 'newcomer', 'message'] }, (call) =>
    prepare(call, 'second'),
  ),
  route(sessions.attemptFirstFactor, { caller: browser, counts: ['call', 'newcomer', 'attempt'] }, (call) =>
    attempt(call, 'first'),
  ),
  route(sessions.attemptSecondFactor, { caller: browser, counts: ['call', 'newcomer', 'attempt'] }, (call) =>
    attempt(call, 'second'),
  ),
]

interface OfSession {
  instance: Instance
  browser: Browser
  params: { session_id: string }
}
type Step = OfSession & { body: FactorParams & { strategy: string } }

async function prepare(call: Step, place: 'first' | 'second') {
  const owner = await ownerOf(call)
  return shown(call.instance, owner, await prepareAgain(call.instance, owner, place, call.body))
}

async function attempt(call: Step, place: 'first' | 'second') {
  const owner = await ownerOf(call)
  const { row, session } = await attemptAgain(call.instance, owner, place, call.body)
  call.browser.bringsSession = true // a token with the new times
  return shown(call.instance, { ...owner, session }, row)
}

/** Only a session of this browser is verified, one that waits for a task as well. @throws `signed_out` */
async function ownerOf({ instance, browser: { device }, params }: OfSession): Promise<Owner> {
  const signedIn = device.client && (await findSignedInOrPending(instance, device.client, params.session_id))
  if (!signedIn) throw errors.signedOut()
  return { ...signedIn, device }
}

const shown = (instance: Instance, owner: Owner, row: Parameters<typeof sessionVerification>[1]) =>
  sessionVerification(instance, row, { ...owner, origin: owner.device.origin })
