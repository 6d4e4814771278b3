/** What a server in this very process changes: the app knows what it knows, and its pages are on the app's own origin. */
import type { Authenticator } from './authenticator.js'
import type { AuthRequest } from './decision.js'

/** The request as its sender sent it, also where a proxy wrote another Host: the server has been told the public URL. */
export function withPublicUrl({ embeddedServer }: Pick<Authenticator, 'embeddedServer'>, request: AuthRequest): AuthRequest {
  const publicUrl = embeddedServer?.publicUrl
  if (!publicUrl) return request
  const { method, header } = request
  return {
    method,
    header: (name) => header(name),
    url() {
      const { pathname, search } = request.url()
      return new URL(`${publicUrl}${pathname}${search}`)
    },
  }
}

/** A place to send a browser to: beside an embedded server a path, which needs no Host to be believed. */
export function redirectTarget({ embeddedServer }: Pick<Authenticator, 'embeddedServer'>, target: URL, here: URL): string {
  const isNear = embeddedServer !== null && target.origin === here.origin && !target.pathname.startsWith('//') // alone that names a host
  return isNear ? `${target.pathname}${target.search}${target.hash}` : target.href
}
