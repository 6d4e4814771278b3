/** Whether a host is the domain or below it. Both are in lower case. */
export const isBelow = (domain: string, hostname: string): boolean => hostname === domain || hostname.endsWith(`.${domain}`)

/** Whether an origin, as browsers write it, is https at the usual port of the domain or a sub-domain. */
export function isOriginBelow(domain: string, origin: string): boolean {
  const [, host] = /^https:\/\/([^/:@?#\\]+)$/.exec(origin) ?? []
  return host !== undefined && isBelow(domain, host)
}
