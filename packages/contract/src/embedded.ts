/**
 * The handle of a server that runs in the process of the app: `frontdesk()` leaves it under a well-known symbol, on each request and for
 * the whole process, and the SDK looks for it there. What is optional, a server of an earlier release lacks.
 */
export interface Embedded {
  ready(): Promise<EmbeddedSettings>
  fetch(request: Request): Promise<Response>
  /** Whether the server answers a path itself, once `frontdesk()` has the request. */
  owns?(path: string): boolean
  /** Whether the session belongs to the user and has not ended, read at the time of the call. */
  isSessionActive?(sessionId: string, userId: string): Promise<boolean>
  /** Whether the app has closed it. */
  isClosed?(): boolean
}

export interface EmbeddedSettings {
  publishableKey: string
  /** Further publishable keys of the instance, and the issuers of its tokens, where there is more than one. */
  furtherPublishableKeys?: string[] | undefined
  issuer?: string[] | undefined
  secretKey: string
  /** A path of this origin, or the whole address of the server's own domain. */
  proxyUrl: string
  /** Only ever passed to `fetch` above; the host is not looked up. */
  apiUrl: string
  signInUrl: string
  signUpUrl: string
  afterSignInUrl: string
  /** The origin that browsers see, even if a proxy sends another Host. */
  publicUrl?: string | undefined
}

export const embeddedKey = Symbol.for('frontdesk.embedded')
