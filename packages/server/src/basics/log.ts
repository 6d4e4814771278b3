import { inspect } from 'node:util'
import type { LogLine } from '../start/frontdesk-options.js'

/** The default log: one line to standard error, with details where there are any. Secrets arrive as Redacted and print so. */
export function printLine({ level, message, ...details }: LogLine): void {
  const rest = Object.keys(details).length > 0 ? ` ${inspect(details, { breakLength: Number.POSITIVE_INFINITY, depth: 4 })}` : ''
  process.stderr.write(`[frontdesk] ${level === 'info' ? '' : `${level}: `}${message}${rest}\n`)
}
