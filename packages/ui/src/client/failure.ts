/** One entry of the server's `{ errors: [...] }`. */
export interface ErrorLine {
  code: string
  message: string
  long_message?: string
  meta?: { param_name?: string; session_id?: string }
}

/** A request that the server refused (`status` ≥ 400) or that never reached it (`status` 0). */
export class RequestFailure extends Error {
  constructor(
    readonly status: number,
    readonly lines: ErrorLine[],
  ) {
    super(lines[0]?.message ?? `status ${status}`)
  }

  hasCode(code: string): boolean {
    return this.lines.some((line) => line.code === code)
  }
}

/** The message to show for one entry. */
export function sentence(line: ErrorLine): string {
  return line.long_message || line.message
}

export function unreachable(): RequestFailure {
  return new RequestFailure(0, [
    { code: 'unreachable', message: 'The server could not be reached. Check your connection and try again.' },
  ])
}

/** Says how long to wait, from the seconds in `Retry-After` (RFC 9110, section 10.2.3). */
export function tooManyRequests(retryAfter: string | null): RequestFailure {
  const seconds = Number(retryAfter)
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : seconds > 0 ? `${seconds} seconds` : 'a moment'
  return new RequestFailure(429, [{ code: 'too_many_requests', message: `Too many attempts. Try again in ${wait}.` }])
}

export function serverFault(status: number): RequestFailure {
  return new RequestFailure(status, [
    { code: 'server_fault', message: 'Something went wrong on our side. Try again in a moment.' },
  ])
}
