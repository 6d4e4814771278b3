/** The database can't be asked at present: it is away, starts, is full, or may not be written. The same may be asked again later. */
export class DatabaseUnavailable extends Error {
  // As Express's own error handler reads them, for an app that meets it.
  readonly status = 503
  readonly headers = { 'retry-after': '1' }

  constructor(cause: Error, message = cause.message) {
    super(message, { cause })
    this.name = 'DatabaseUnavailable'
  }
}

/**
 * SQLSTATEs that pass by themselves: lost connections (08), no room (53), an operator who ends sessions or the server (57P0), a fault of
 * its disk (58), limits of time (25P03, 25P04, 57014), a standby that may not be written (25006).
 */
const passingState = /^(08|53|57P0|58)|^(25006|25P03|25P04|57014)$/

/** PgBouncer has one SQLSTATE for all that it refuses, also for what only a change of the set-up mends. */
const lastingRefusal = /no such (database|user)|authentication|SASL|startup parameter|not allowed/i

const passingFault =
  /^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)(UNREACH|DOWN)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT|EMFILE|ENFILE)$/

/** Whether a fault of connecting, or one that PostgreSQL reports, passes without anybody changing a setting. */
export function isPassing(error: Error & { code?: string; severity?: string }): boolean {
  const { code = '', severity, message } = error
  if (severity) return passingState.test(code) && !(code === '08P01' && lastingRefusal.test(message))
  return passingFault.test(code) || /^(Connection terminated|timeout e|Query read timeout)/.test(message) // the driver's words where it gives no code
}
