/** The service that an app moves away from, whose sessions go on here: all that is needed to believe its tokens, or nothing. */

import { needChange } from './option-mistakes.js'
import type { Options } from './options.js'

export interface FormerService {
  jwksUrl: string
  issuer: string
  /** Milliseconds since 1970: from then on its tokens are none. */
  until: number
  /** How old a token may be. */
  maxAgeSeconds: number
}

/** @throws an Error that names what is missing */
export function formerServiceOf({ migration }: Pick<Options, 'migration'>): FormerService | null {
  const { jwksUrl, issuer, until, maxAgeSeconds } = migration
  if (jwksUrl !== undefined && issuer !== undefined && until !== undefined) return { jwksUrl, issuer, until, maxAgeSeconds }
  const missing = Object.entries({ jwksUrl, issuer, until }).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length === 3) return null
  throw new Error(
    `${needChange}\n  migration: must have jwksUrl, issuer and until, or none of them: ${missing.join(' and ')} missing`,
  )
}
