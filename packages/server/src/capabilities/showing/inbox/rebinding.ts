import { isIP } from 'node:net'
import type { Configured } from '../../../start/instance.js'
import type { Incoming } from '../../../wire/message.js'

/**
 * Whether no stranger can own the name by which the request reached us. By DNS rebinding, `evil.example` comes to mean 127.0.0.1 after its
 * page has loaded: to the browser that page is then same-origin, and only the Host header gives it away. Nobody can register addresses,
 * names without a dot and `.localhost`; other names must be those of the instance's domain, the public URL or an allowed origin.
 */
export function isSafeFromRebinding({ options, settings }: Configured, request: Incoming): boolean {
  const host = request.host.toLowerCase()
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (isIP(name) || !name.includes('.') || name.endsWith('.localhost')) return true
  return [options.ownDomain?.origin, options.publicUrl, ...settings.allowedOrigins].some(
    (origin) => origin !== undefined && new URL(origin).host === host,
  )
}
