import { isLoopbackAddress } from '@frontdesk/contract/requests'
import type { Instance } from '../start/instance.js'
import type { Incoming } from './message.js'
import { isProxyTrusted } from './request-context.js'

/** What proxies add to requests; one of them may pass on what its own caller wrote. */
const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-original-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
]

/**
 * Whether the caller sits at this very machine: a loopback connection that nobody forwarded. Where a trusted proxy did, each address that
 * it names must be a loopback one, too: the caller's own word stands to the left of the proxy's and can only add to it.
 */
export function isFromThisMachine(instance: Instance, request: Incoming): boolean {
  if (!isLoopbackAddress(request.remoteAddress)) return false
  if (forwardingHeaders.every((name) => request.header(name) === null)) return true
  const chain = request.header('x-forwarded-for')?.split(',') ?? []
  return isProxyTrusted(instance, request) && chain.length > 0 && chain.every((entry) => isLoopbackAddress(entry.trim()))
}
