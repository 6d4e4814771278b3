import { isIP } from 'node:net'
import type { Configured } from '../../../start/instance.js'
import type { Incoming } from '../../../wire/message.js'

/**
 * Whether the request reached us under a name that no stranger can own. A page of `evil.example`, whose owner lets that name mean
 * 127.0.0.1 after it has loaded (DNS rebinding), counts as same-origin in the browser; the Host header tells it apart. Addresses, names
 * without a dot and `.localhost` can't be registered by anybody; other names are the public URL's and those of allowed origins.
 */
export function isOwnName({ options, settings }: Configured, request: Incoming): boolean {
  const host = request.host.toLowerCase()
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (isIP(name) || !name.includes('.') || name.endsWith('.localhost')) return true
  return [options.publicUrl, ...settings.allowedOrigins].some((origin) => origin !== undefined && new URL(origin).host === host)
}
