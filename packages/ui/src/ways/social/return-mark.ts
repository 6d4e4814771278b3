/** Marks the address to which a provider's way leads back, so that the page knows whence the browser comes. */
const name = '__frontdesk_back'

export const isBack = (address: URL): boolean => address.searchParams.has(name)

export function backHere(): string {
  const url = new URL(location.href)
  url.hash = ''
  url.searchParams.set(name, '1')
  return url.href
}

/** A reload is no way back. */
export function forgetBack(): void {
  const url = new URL(location.href)
  url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
}
