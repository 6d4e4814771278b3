/**
 * Why requests are turned away, for the people who build the app: in development one line names the cause and the cure, the same line at
 * most once a minute. Answers carry the reason in `x-clerk-auth-reason` everywhere.
 */

/** What to do about a reason, by how the reason begins; the message has the cause. Reasons that everyday life brings have none. */
const cures: Array<[reason: string, cure: string]> = [
  [
    'token-invalid-issuer',
    'The publishable key is of another instance than the tokens: take all keys from one `npx frontdesk keys`.',
  ],
  ['token-invalid-authorized-parties', 'Add the origin to `authorizedParties` if its pages are yours.'],
  [
    'token-invalid-signature',
    'CLERK_JWT_KEY is of another instance, or of a key that was replaced: `npx frontdesk keys` prints the one that signs now.',
  ],
  ['token-invalid-algorithm', 'Send a session token of this instance, made by getToken() without a template.'],
  [
    'jwk-kid-mismatch',
    'CLERK_SECRET_KEY and CLERK_API_URL lead to another instance than the browser uses, or a cookie is left from another app on this host: delete the cookies of the page, and compare the keys with `npx frontdesk keys`.',
  ],
  ['jwk-remote-failed-to-load', 'Is the server at CLERK_API_URL running, and reachable from here?'],
  ['jwk-local-invalid', 'Copy CLERK_JWT_KEY anew, with its line breaks as \\n.'],
  ['secret-key-invalid', 'CLERK_SECRET_KEY is of another instance than CLERK_API_URL: take both from one `npx frontdesk keys`.'],
  ['token-type-mismatch', 'If tokens of this kind may come, name it in `acceptsToken`.'],
  ['token-verification-failed', 'Send a session token of this instance, made by getToken() without a template.'],
  ['token-invalid', 'Send the token as it came from getToken(), after `Bearer `.'],
  ['session-token-nbf', 'Set the clock of this machine, or of the one that signs.'],
  ['session-token-iat-in-the-future', 'Set the clock of this machine, or of the one that signs.'],
  [
    'session-token-expired',
    'Ask for a token with getToken() before each call; if the page just did, set the clock of this machine.',
  ],
  [
    'client-uat-but-no-session-token',
    'The browser says that somebody is signed in and sends no token. Scripts on other sites need `credentials: "include"` or a bearer; cookies may be blocked.',
  ],
  [
    'session-token-but-no-client-uat',
    'The browser sent `__session` without `__client_uat`: something keeps or removes cookies by name on the way.',
  ],
  ['dev-browser-missing', 'Development keys need a browser that may be redirected; for scripts, send a bearer.'],
  ['handshake-loop', 'Are publishable key and secret key of one instance, and does CLERK_PROXY_URL lead to its Frontend API?'],
]

const pauseMs = 60_000
const explained = new Map<string, number>()

/** Says it once; silent in production and for reasons without a cure. The message must hold no part of a token. */
export function explain(reason: string, message: string, now = Date.now()): void {
  if (process.env.NODE_ENV === 'production') return
  const cure = cures.find(([beginning]) => reason.startsWith(beginning))?.[1]
  if (cure === undefined || now - (explained.get(reason) ?? Number.NEGATIVE_INFINITY) < pauseMs) return
  explained.set(reason, now)
  console.warn(`[frontdesk] Turned away (${reason}). ${message && `${message} `}${cure}`)
}
