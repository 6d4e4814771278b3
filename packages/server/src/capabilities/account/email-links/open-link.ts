/**
 * Opening a link that was mailed. In the browser that asked for it, it goes on at once; elsewhere somebody has to confirm it, or it isn't
 * taken at all, as the instance's settings say. Whoever opens it, it is the person and the device that asked who get what it permits.
 */
import { ApiError } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { findClient } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { activeSessionsOf } from '../../devices/sessions/sessions.js'
import { followSignInLink } from '../../entering/sign-in/follow-link.js'
import { clientOfSignIn } from '../../entering/sign-in/sign-in.js'
import { followSignUpLink } from '../../entering/sign-up/follow-link.js'
import { clientOfSignUp } from '../../entering/sign-up/sign-up.js'
import { type Bound, checkLink, type Link, readLink } from '../../ground/email-links/links.js'
import type { Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { findEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { verifyOwnAddressByLink } from '../addresses/addresses.js'

export interface Opened {
  /** Clerk's words for it; `unconfirmed` is ours: somebody has to say that they mean it. */
  status: 'verified' | 'expired' | 'failed' | 'client_mismatch' | 'unconfirmed'
  /** Where the attempt goes on; null where the link tells of none. */
  redirectUrl: string | null
  createdSessionId: string | null
  /** The browser that opened the link, as that left it. */
  device: Device
}

export async function openLink(instance: Instance, device: Device, token: string, isConfirmed: boolean): Promise<Opened> {
  const ended = (status: Opened['status'], bound: Bound | null): Opened => ({
    status,
    redirectUrl: bound?.redirectUrl ?? null,
    createdSessionId: null,
    device,
  })
  const link = readLink(token)
  if (!link) return ended('failed', null)
  const checked = await checkLink(instance, link)
  if ('fault' in checked) return ended(checked.fault, checked.bound)

  const { bound, proof } = checked
  const asked = await deviceThatAsked(instance, device, link, bound)
  if (!asked) return ended('failed', bound)
  if (asked.isElsewhere && instance.settings.emailLink.requireSameClient) return ended('client_mismatch', bound)
  if (asked.isElsewhere && !isConfirmed) return ended('unconfirmed', bound)
  try {
    const { createdSessionId, device: left } = await follow(instance, asked, link, proof, bound)
    return { ...ended('verified', bound), createdSessionId, device: asked.isElsewhere ? device : left }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return ended(error.errors[0]?.code === 'verification_expired' ? 'expired' : 'failed', bound)
  }
}

/** The device of the attempt: this one, or another one whose cookie can't be renewed from here. */
async function deviceThatAsked(
  instance: Instance,
  device: Device,
  { kind, attemptId }: Link,
  bound: Bound,
): Promise<Device | null> {
  if (kind === 'idn') {
    const address = await findEmailAddress(instance, attemptId)
    const sessions = device.client ? await activeSessionsOf(instance, device.client.id) : []
    const isTheirs = sessions.some(({ user_id }) => user_id === address?.user_id)
    return isTheirs ? device : { ...device, isElsewhere: true }
  }
  const clientId = await (kind === 'sia' ? clientOfSignIn : clientOfSignUp)(instance, attemptId)
  if (clientId !== null && clientId === device.client?.id) return device
  const client = clientId === null ? null : await findClient(instance, clientId)
  return client && { client, newSecret: null, origin: null, ...bound.askedFrom, isElsewhere: true }
}

interface Followed {
  createdSessionId: string | null
  device: Device
}

async function follow(
  instance: Instance,
  device: Device,
  { kind, attemptId }: Link,
  proof: Proof,
  bound: Bound,
): Promise<Followed> {
  if (kind === 'sia') {
    const { signIn, device: left } = await followSignInLink(instance, device, attemptId, proof, bound)
    return { createdSessionId: signIn.created_session_id, device: left }
  }
  if (kind === 'sua') {
    const { signUp, device: left } = await followSignUpLink(instance, device, attemptId, proof, bound)
    return { createdSessionId: signUp.created_session_id, device: left }
  }
  await verifyOwnAddressByLink(instance, attemptId, proof, bound, device)
  return { createdSessionId: null, device }
}
