import type { Instance } from '../start/instance.js'
import { signJwt } from './sign-jwt.js'

/** How long a browser may take from the handshake to the page that asked for it. */
export const handshakeLifetimeSeconds = 60

/** Cookies for a middleware to set, signed: it holds neither `sid` nor `sub`, so nobody takes it for a session. */
export function signHandshakeToken(instance: Instance, directives: string[]): Promise<string> {
  const now = Math.floor(instance.now() / 1000)
  return signJwt(instance.keyRing, {
    handshake: directives,
    iss: instance.keys.issuer,
    iat: now,
    exp: now + handshakeLifetimeSeconds,
  })
}
