/**
 * The address that the browser asked for. Behind a proxy the forwarded host and protocol tell it, as Clerk's SDKs read them; it only
 * ever leads the sender back to where it came from. `target` is the path and query of the request line.
 * @throws an error with status 400 for what is no address
 */
export function requestUrl(target: string, protocol: string, header: (name: string) => string | undefined): URL {
  const forwarded = firstOf(header('x-forwarded-proto'))
  const scheme = forwarded === 'http' || forwarded === 'https' ? forwarded : protocol
  const hosts = [firstOf(header('x-forwarded-host')), header('host'), 'localhost']
  const base = hosts.map((host) => host && `${scheme}://${host}`).find((candidate) => candidate && URL.canParse(candidate))
  // Joined as text: `new URL('//evil.example', base)` would take the path for a host.
  const url = `${base && new URL(base).origin}${target}`
  if (!target.startsWith('/') || !URL.canParse(url))
    throw Object.assign(new Error('The request has no valid URL.'), { status: 400 }) // Express reads it
  return new URL(url)
}

const firstOf = (list: string | undefined) => list?.split(',', 1)[0]?.trim() || undefined
