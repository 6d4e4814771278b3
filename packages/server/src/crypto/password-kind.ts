import { isAskedElsewhere, serviceOf } from './asked-elsewhere.js'
import { costOf } from './imported-passwords.js'
import { isOurs } from './passwords.js'

/** What decides how long a digest takes to check: its algorithm and parameters, or the service that is asked. Null for those that this server makes. */
export function kindOf(digest: string): string | null {
  if (isOurs(digest)) return null
  if (isAskedElsewhere(digest)) return serviceOf(digest)
  return /^\$argon2\w+\$v=\d+\$[^$]+/.exec(digest)?.[0] ?? costOf(digest)
}
