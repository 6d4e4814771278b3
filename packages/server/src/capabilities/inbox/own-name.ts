import { isIP } from 'node:net'
import type { Incoming } from '../../http/message.js'
import type { Options } from '../../options.js'

/**
 * Whether the request reached us under a name that no stranger can own. A page of `evil.example`, whose owner lets that name mean
 * 127.0.0.1 after it has loaded (DNS rebinding), counts as same-origin in the browser; the Host header tells it apart. Addresses, names
 * without a dot and `.localhost` can't be registered by anybody; other names are the ones in the options.
 */
export function isOwnName({ publicUrl, allowedOrigins }: Options, request: Incoming): boolean {
  const host = request.host.toLowerCase()
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (isIP(name) || !name.includes('.') || name.endsWith('.localhost')) return true
  return [publicUrl, ...allowedOrigins].some((origin) => origin !== undefined && new URL(origin).host === host)
}
