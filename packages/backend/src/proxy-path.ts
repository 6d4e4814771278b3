export const DEFAULT_PROXY_PATH = '/__clerk'

export function stripTrailingSlashes(text: string): string {
  let end = text.length
  while (text[end - 1] === '/') end -= 1 // a regular expression would take quadratic time
  return text.slice(0, end)
}

export const proxyPathOf = ({ proxyPath }: { proxyPath?: string | undefined }): string =>
  stripTrailingSlashes(proxyPath || DEFAULT_PROXY_PATH) || DEFAULT_PROXY_PATH

/** Whether the path is the prefix itself or below it. */
export const isBelow = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)
