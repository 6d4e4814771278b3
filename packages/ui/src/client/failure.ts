/** One line of the server's `{ errors: [...] }`. */
export interface ErrorLine {
  code: string
  message: string
  long_message?: string
  meta?: { param_name?: string; session_id?: string }
}

/** A request the server refused (`status` ≥ 400) or that never reached it (`status` 0). */
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

/** The sentence a person reads for one error line. */
export function sentence(line: ErrorLine): string {
  return line.long_message || line.message
}

export function unreachable(): RequestFailure {
  return new RequestFailure(0, [
    { code: 'unreachable', message: 'The server could not be reached. Check your connection and try again.' },
  ])
}

/** `Retry-After` in seconds turns the refusal into an instruction. */
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
