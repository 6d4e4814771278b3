import { badRequest } from '../errors.js'

/**
 * The address that the browser asked for. Behind a proxy the forwarded host and protocol tell it, as Clerk's SDKs read them; it only
 * ever leads the sender back to where it came from. `target` is the path and query of the request line.
 * @throws an error with status 400 for what is no address
 */
export function requestUrl(target: string, protocol: string, header: (name: string) => string | undefined): URL {
  const host = firstOf(header('x-forwarded-host')) ?? header('host') ?? 'localhost'
  const scheme = firstOf(header('x-forwarded-proto')) ?? protocol
  // Joined as text: `new URL('//evil.example', base)` would take the path for a host.
  const url = URL.canParse(`${scheme}://${host}`) ? `${scheme}://${host}${target}` : `${protocol}://localhost${target}`
  if (!target.startsWith('/') || !URL.canParse(url)) throw badRequest('The request has no valid URL.')
  return new URL(url)
}

const firstOf = (list: string | undefined) => list?.split(',', 1)[0]?.trim() || undefined
