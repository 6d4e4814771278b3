import type { Words } from '@frontdesk/contract'
import { retryAfterSeconds } from './retry-after.js'

/** One entry of the server's `{ errors: [...] }`, or of what the client itself found. */
export interface ErrorLine {
  code: string
  /** The server's own sentence; only that of `hook_refused` is for people. */
  long_message?: string
  meta?: {
    param_name?: string
    session_id?: string
    /** How long to wait. */
    seconds?: number
    lockout_expires_in_seconds?: number
    min_length?: number
    max_length?: number
    limit?: number
    zxcvbn?: { suggestions: { code: string }[] }
  }
}

/** A request that was refused (`status` ≥ 400), that another than the server answered, or that got no answer (`status` 0). */
export class RequestFailure extends Error {
  constructor(
    readonly status: number,
    readonly lines: ErrorLine[],
  ) {
    super(lines[0]?.code ?? `status ${status}`)
  }

  hasCode(code: string): boolean {
    return this.lines.some((line) => line.code === code)
  }
}

/** For what is to be removed, and was removed elsewhere: then it is done. @throws any other error */
export function passOverGone(error: unknown): void {
  if (!(error instanceof RequestFailure) || !error.hasCode('resource_not_found')) throw error
}

type OwnCode = Exclude<keyof Words['unstable__errors'], 'zxcvbn'>

/** A failure that the page found by itself. */
export const ownFailure = (status: number, code: OwnCode, meta: ErrorLine['meta'] = {}): RequestFailure =>
  new RequestFailure(status, [{ code, meta }])

/** No answer came. */
export const unanswered = () => ownFailure(0, navigator.onLine ? 'unreachable' : 'offline')

/** A success that is none of the server's: its answers are JSON, those of a network that wants a sign-in first are pages. */
export const strangeAnswer = (status: number) => ownFailure(status, 'strange_answer')

/** What a refusal says. Where a proxy answers in the server's place, its page is not read, and its status has to do. */
export function refusal({ status, headers }: Response, lines: ErrorLine[] = []): RequestFailure {
  const seconds = retryAfterSeconds(headers.get('Retry-After'), Date.now())
  if (status === 429) return waiting(status, 'too_many_requests', seconds)
  if (status >= 502 && status <= 504) return waiting(status, 'service_unavailable', seconds)
  if (lines.length > 0) return new RequestFailure(status, lines)
  if (status === 413) return ownFailure(status, 'request_body_too_large')
  return status >= 500 ? ownFailure(status, 'internal_clerk_error') : strangeAnswer(status)
}

const waiting = (status: number, code: 'too_many_requests' | 'service_unavailable', seconds: number | undefined) =>
  seconds ? ownFailure(status, code, { seconds }) : ownFailure(status, `${code}__unknownTime`)

/** Calls back once what stood in the way has passed by itself: the connection is there again, or the time to wait is over. */
export function whenPassed(failure: RequestFailure, callback: () => void): void {
  const { seconds, lockout_expires_in_seconds } = failure.lines[0]?.meta ?? {}
  const wait = seconds ?? lockout_expires_in_seconds
  if (wait !== undefined) setTimeout(callback, wait * 1_000)
  if (failure.status === 0) addEventListener('online', callback, { once: true })
}
