/**
 * A browser comes back from a provider. The state says where it belongs, and only in the browser that it was made for: what was asked
 * there goes on with what the provider says, or with why it says nothing.
 */
import { ApiError, errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { SafeRedirect } from '../../../wire/safe-redirect.js'
import type { Device } from '../../devices/clients/device.js'
import { findActiveSession, type SessionRow } from '../../devices/sessions/sessions.js'
import { type Brought, continueWithAccount, noteRefusal as noteAtSignIn } from '../sign-in/with-provider.js'
import { noteRefusal as noteAtSignUp, signUpWithAccount } from '../sign-up/with-provider.js'
import { type Errand, type Flow, openState, type Returned } from '../social/authorization.js'
import { connectAccount, noteRefusal as noteAtConnection } from '../social/connect.js'
import { ProviderFailure, redeem } from '../social/redeem.js'
import { requireProvider, requireProviderToEnter } from '../social/require-provider.js'

/** Where the browser goes on, and the device as it is then. */
export interface CameBack {
  device: Device
  location: SafeRedirect
}

/** @throws `oauth_state_invalid` for a state that is not this browser's, was used or took too long */
export async function comeBack(instance: Instance, device: Device, callback: URLSearchParams): Promise<CameBack> {
  const { client } = device
  const returned = client && (await openState(instance, client, callback.get('state') ?? '').catch(asInvalid))
  if (!returned) throw errors.oauthStateInvalid()

  try {
    const account = await accountOf(instance, returned.flow, callback)
    return await goOn(instance, device, returned, { proof: returned.proof, account })
  } catch (error) {
    if (error instanceof ProviderFailure) instance.log(failureLine(returned.flow, error))
    return await turnBack(instance, device, returned, refusalOf(error))
  }
}

function asInvalid(error: unknown): null {
  if (error instanceof ApiError) return null
  throw error
}

async function accountOf(instance: Instance, flow: Flow, callback: URLSearchParams) {
  const require = flow.errand.for === 'connection' ? requireProvider : requireProviderToEnter // it may be switched off by now
  return redeem(instance, await require(instance, flow.strategy), flow, callback)
}

const failureLine = ({ strategy }: Flow, { code, cause }: ProviderFailure) =>
  code === 'oauth_access_denied'
    ? { level: 'info' as const, message: `${strategy}: access was denied` }
    : { level: 'warn' as const, message: `${strategy}: ${code}`, error: cause }

function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (!(error instanceof ProviderFailure)) throw error
  if (error.code === 'oauth_access_denied') return errors.oauthAccessDenied()
  return error.code === 'oauth_fetch_user_error' ? errors.oauthFetchUserError() : errors.oauthTokenExchangeError()
}

type Attempt = Extract<Errand, { for: 'sign_in' | 'sign_up' }>

async function goOn(instance: Instance, device: Device, { flow }: Returned, brought: Brought): Promise<CameBack> {
  const { errand, redirectUrl, completeUrl } = flow
  if (errand.for === 'connection') {
    await connectAccount(instance, device, errand, brought)
    return { device, location: redirectUrl }
  }
  const { sessionId, device: moved } = await enterWith(instance, device, errand, brought)
  const session = sessionId === null ? null : await findActiveSession(instance, sessionId)
  return { device: moved, location: isAtEnd(session) ? completeUrl : redirectUrl }
}

async function enterWith(instance: Instance, device: Device, errand: Attempt, brought: Brought) {
  if (errand.for === 'sign_in') {
    const { signIn, device: moved } = await continueWithAccount(instance, device, errand.id, brought)
    return { sessionId: signIn.created_session_id, device: moved }
  }
  const { signUp, device: moved } = await signUpWithAccount(instance, device, errand.id, brought)
  return { sessionId: signUp.created_session_id, device: moved }
}

/** Whoever still has a task to do is led there by the page that began. */
const isAtEnd = (session: SessionRow | null): boolean => session?.status === 'active'

async function turnBack(
  instance: Instance,
  device: Device,
  { flow: { errand, strategy, redirectUrl }, proof }: Returned,
  refusal: ApiError,
): Promise<CameBack> {
  if (errand.for === 'connection') {
    await transaction(instance, (tx) => noteAtConnection(tx, errand, strategy, proof, refusal))
    return { device, location: redirectUrl }
  }
  const note = errand.for === 'sign_in' ? noteAtSignIn : noteAtSignUp
  const { device: noted } = await note(instance, device, errand.id, strategy, proof, refusal)
  return { device: noted, location: redirectUrl }
}
