/**
 * The absolute address to return to, if `wanted` stays on the origin of `here`; otherwise undefined.
 * The URL parser decides, so `//evil`, `/\evil`, `javascript:` and friends need no rules of their own; `blob:` has the origin of its maker.
 */
export function safeRedirect(wanted: string | null, here: string): string | undefined {
  if (!wanted || !URL.canParse(wanted, here)) return undefined
  const url = new URL(wanted, here)
  if (url.protocol === 'blob:' || url.origin !== new URL(here).origin) return undefined
  return url.href
}
