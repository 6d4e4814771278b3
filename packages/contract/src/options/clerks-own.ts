/** Whether an address, or a host, is that of Clerk's own service, which must not get a secret key of ours. */
export function isClerksOwn(address: string): boolean {
  const url = /^https?:\/\//i.test(address) ? address : `https://${address}`
  return URL.canParse(url) && /(^|\.)clerk\.(com|dev|accounts\.dev)\.?$/.test(new URL(url).hostname)
}
