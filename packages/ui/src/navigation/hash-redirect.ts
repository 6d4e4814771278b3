/**
 * Clerk's front ends send people here with the address to return to in the fragment, `/sign-in#/?redirect_url=…`, which no server sees.
 * Returns the page's address with it as `?redirect_url=…`; undefined where the fragment names none. Nothing is checked here.
 */
export function withHashRedirect(href: string, signUpPath: string): string | undefined {
  const url = new URL(href)
  const asked = new URLSearchParams(/^#\/?[^?]*\?(.+)/.exec(url.hash)?.[1])
  const verb = url.pathname.startsWith(signUpPath) ? 'sign_up' : 'sign_in'
  const names = [`${verb}_force_redirect_url`, 'redirect_url', `${verb}_fallback_redirect_url`, `after_${verb}_url`]
  const wanted = names.map((name) => asked.get(name)).find(Boolean)
  if (!wanted) return undefined
  url.hash = ''
  url.searchParams.set('redirect_url', wanted)
  return url.href
}
