/** Where links in mail lead: never to what a request says, but for a developer's own machine, where no public URL is set. */
import { errors, isLoopbackName } from '@frontdesk/contract'
import type { Instance } from '../start/instance.js'
import { serverOrigin } from './addresses.js'

/** The origin of links to this server; null where no address of ours is known that mail may name. */
export function mailOrigin({ options, callerOrigin, localOrigin }: Instance): string | null {
  const known = serverOrigin(options)
  if (known) return known
  if (options.environment !== 'development') return null
  return isLoopback(callerOrigin) ? callerOrigin : localOrigin()
}

/** @throws `public_url_missing` */
export function requireMailOrigin(instance: Instance): string {
  const origin = mailOrigin(instance)
  if (origin === null) throw errors.mailAddressMissing()
  return origin
}

export const isLoopback = (origin: string): boolean => URL.canParse(origin) && isLoopbackName(new URL(origin).hostname)
