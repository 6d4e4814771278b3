/** Keeps cookies between requests the way a browser does, as far as our own need it: names, values, removal by Max-Age=0. */
export interface CookieJar {
  header(): string
  get(name: string): string | undefined
  set(name: string, value: string): void
  remove(name: string): void
  store(response: Response): void
  clear(): void
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    remove: (name) => void cookies.delete(name),
    clear: () => cookies.clear(),
    store(response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair, ...attributes] = line.split('; ')
        const [name, ...value] = pair!.split('=')
        if (attributes.includes('Max-Age=0')) cookies.delete(name!)
        else cookies.set(name!, value.join('='))
      }
    },
  }
}
