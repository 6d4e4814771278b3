/** The server of this very process, if there is one: `frontdesk()` leaves a handle that the SDK finds by name. */

export interface EmbeddedSettings {
  publishableKey: string
  secretKey: string
  proxyUrl: string
  apiUrl: string
  signInUrl: string
  signUpUrl: string
  afterSignInUrl: string
  /** The origin that users see, whatever Host a proxy writes. */
  publicUrl?: string | undefined
}

export interface Embedded {
  ready(): Promise<EmbeddedSettings>
  fetch(request: Request): Promise<Response>
  /** Whether that session is that user's and has not ended, in this very moment. */
  isSessionActive?(sessionId: string, userId: string): Promise<boolean>
}

const name = Symbol.for('frontdesk.embedded')

/** The handle on a request (several servers may live in one process), else the process's latest. Both are set by `frontdesk()`. */
export function findEmbedded(request?: object): Embedded | undefined {
  const latest = (globalThis as { [name]?: Embedded })[name]
  return (request && (Reflect.get(request, name) as Embedded | undefined)) ?? latest
}
