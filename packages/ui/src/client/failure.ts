import type { Words } from '@frontdesk/contract'

/** One entry of the server's `{ errors: [...] }`, or of what the client itself found. */
export interface ErrorLine {
  code: string
  message: string
  long_message?: string
  meta?: { param_name?: string; session_id?: string; seconds?: number }
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

/** A failure that the page found by itself: its text is in the page's words. */
export function ownFailure(status: number, code: keyof Words['unstable__errors'], meta: ErrorLine['meta'] = {}): RequestFailure {
  return new RequestFailure(status, [{ code, message: code, meta }])
}

export const unreachable = () => ownFailure(0, 'unreachable')
export const serverFault = (status: number) => ownFailure(status, 'server_fault')

/** Says how long to wait, from the seconds in `Retry-After` (RFC 9110, section 10.2.3). */
export function tooManyRequests(retryAfter: string | null): RequestFailure {
  const seconds = Number(retryAfter)
  return seconds > 0 ? ownFailure(429, 'too_many_requests', { seconds }) : ownFailure(429, 'too_many_requests__unknownTime')
}
