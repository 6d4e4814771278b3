/**
 * The Frontend API is reachable by plain forms of any page (Clerk's clients send no custom header), so this check is what keeps other
 * sites out. A browser names the origin of every POST; without a cookie and without an Origin there is no browser to protect.
 */
import { type ApiError, errors, type Operation } from '@frontdesk/contract'
import type { Instance } from '../start/instance.js'
import type { Incoming } from './message.js'
import { isAllowedOrigin } from './request-context.js'

/** Reads are open to everybody: their answers are kept from foreign pages by CORS. @throws `origin_missing`, `origin_invalid` */
export function refuseForeignOrigin(operation: Operation, instance: Instance, request: Incoming): void {
  const fault = operation.method === 'GET' ? null : originFault(instance, request)
  if (fault) throw fault
}

/**
 * For reads that change something in the browser. A link or an image of a foreign page names no origin, but browsers say how its site is
 * related to ours. @throws `origin_missing`, `origin_invalid`
 */
export function refuseForeignPage(instance: Instance, request: Incoming): void {
  const origin = request.header('origin')
  if (origin !== null && !isAllowedOrigin(instance, request, origin)) throw errors.originInvalid()
  if (origin === null && !/^(same-origin|none)$/.test(request.header('sec-fetch-site') ?? '')) throw errors.originMissing()
}

/**
 * For what our own pages send to addresses outside of the Frontend API, forms without scripts among them. A page whose policy hides its
 * address, as helmet sets it, names the origin `null` in its forms; that it is of this origin browsers still say, out of its reach.
 * A form of the app that is led on to the instance's domain loses its origin likewise, and is of the same site.
 * @throws `origin_missing`, `origin_invalid`
 */
export function refuseForeignForm(instance: Instance, request: Incoming): void {
  const origin = request.header('origin')
  const isHidden = origin === null || origin === 'null'
  const site = request.header('sec-fetch-site') ?? ''
  if (isHidden && (site === 'same-origin' || (instance.options.ownDomain && site === 'same-site'))) return
  if (origin === null) throw errors.originMissing()
  if (!isAllowedOrigin(instance, request, origin)) throw errors.originInvalid()
}

export function originFault(instance: Instance, request: Incoming): ApiError | null {
  const origin = request.header('origin')
  if (origin === null) return request.header('cookie') === null ? null : errors.originMissing()
  return isAllowedOrigin(instance, request, origin) ? null : errors.originInvalid()
}
