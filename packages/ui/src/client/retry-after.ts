/** The seconds to wait that `Retry-After` names, as a number or as a date (RFC 9110, section 10.2.3); undefined for none. */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  const seconds = /GMT$/.test(header ?? '') ? Math.ceil((Date.parse(header!) - now) / 1_000) : Number(header)
  return seconds > 0 ? seconds : undefined
}
