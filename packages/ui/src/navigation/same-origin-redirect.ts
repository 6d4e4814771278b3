/**
 * Returns the absolute URL of `wanted` if it has the origin of `here`, otherwise undefined (OWASP: unvalidated redirects).
 * The URL parser decides, so `//evil`, `/\evil` and `javascript:` need no special rules; only `blob:` does, because its origin is that of the page that made it.
 */
export function sameOriginRedirect(wanted: string | null, here: string): string | undefined {
  if (!wanted || !URL.canParse(wanted, here)) return undefined
  const url = new URL(wanted, here)
  if (url.protocol === 'blob:' || url.origin !== new URL(here).origin) return undefined
  return url.href
}
