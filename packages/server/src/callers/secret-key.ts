import { errors } from '@frontdesk/contract'
import { digest, matchesDigest } from '../crypto/digest.js'
import type { Caller } from '../wire/route.js'

/** For servers that hold the secret key. */
export const secretKey: Caller = {
  name: 'secret key',
  isTrusted: true,

  async find({ instance, request }) {
    const [scheme, key, ...rest] = request.header('authorization')?.split(' ') ?? []
    if (scheme?.toLowerCase() !== 'bearer' || !key || rest.length > 0) throw errors.authorizationHeaderFormatInvalid()
    if (!matchesDigest(key, digest(instance.keys.secretKey.reveal()))) throw errors.clerkKeyInvalid()
    return {}
  },

  cause: () => ({ actor: 'secret_key' }),
}
