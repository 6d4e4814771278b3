/** Finds the server embedded in this process: `frontdesk()` leaves a handle under a well-known symbol. */

export interface EmbeddedSettings {
  publishableKey: string
  secretKey: string
  proxyUrl: string
  apiUrl: string
  signInUrl: string
  signUpUrl: string
  afterSignInUrl: string
  /** The origin that browsers see, even if a proxy sends another Host. */
  publicUrl?: string | undefined
}

export interface Embedded {
  ready(): Promise<EmbeddedSettings>
  fetch(request: Request): Promise<Response>
  /** Whether the session belongs to the user and has not ended, read at the time of the call. */
  isSessionActive?(sessionId: string, userId: string): Promise<boolean>
}

const name = Symbol.for('frontdesk.embedded')

/** Returns the handle on the request, as one process may run several servers, else the latest of the process. Both are set by `frontdesk()`. */
export function findEmbedded(request?: object): Embedded | undefined {
  const latest = (globalThis as { [name]?: Embedded })[name]
  return (request && (Reflect.get(request, name) as Embedded | undefined)) ?? latest
}
