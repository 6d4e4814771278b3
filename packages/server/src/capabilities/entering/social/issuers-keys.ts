import type { JWKSCacheInput } from 'oauth4webapi'
import type { Provider } from './provider.js'

const most = 100
const byAddress = new Map<string, JWKSCacheInput>()

/** Where the library keeps a provider's published keys between requests: it reads them again when they are old, or lack one. */
export function issuersKeys({ jwksUri = '' }: Provider): JWKSCacheInput {
  const known = byAddress.get(jwksUri)
  if (known) return known
  if (byAddress.size >= most) byAddress.clear()
  const cache: JWKSCacheInput = {}
  byAddress.set(jwksUri, cache)
  return cache
}
