/** Differences if the server is embedded: its public URL is known, and its pages have the app's own origin. */
import type { Authenticator } from './authenticator.js'
import type { AuthRequest } from './decision.js'

/** Replaces the origin of the request's URL by the public URL, because a proxy may have sent another Host. */
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

/** The `Location` of a redirect. With an embedded server it is a path if possible, so that it does not depend on the Host header. */
export function redirectTarget({ embeddedServer }: Pick<Authenticator, 'embeddedServer'>, target: URL, here: URL): string {
  const isNear = embeddedServer !== null && target.origin === here.origin && !target.pathname.startsWith('//') // `//` would be read as a host
  return isNear ? `${target.pathname}${target.search}${target.hash}` : target.href
}
