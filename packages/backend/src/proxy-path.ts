export const DEFAULT_PROXY_PATH = '/__clerk'

export function stripTrailingSlashes(text: string): string {
  let end = text.length
  while (text[end - 1] === '/') end -= 1 // a pattern would take quadratic time for a long row of them
  return text.slice(0, end)
}

export const proxyPathOf = ({ proxyPath }: { proxyPath?: string | undefined }): string =>
  stripTrailingSlashes(proxyPath || DEFAULT_PROXY_PATH) || DEFAULT_PROXY_PATH

/** Whether the path is the prefix itself or below it. */
export const isBelow = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)
