/** `authenticateRequest()` in a server of Web Requests. */
import { type ClerkClient, createClerkClient } from '@clerk/backend'

const clerk: ClerkClient = createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
  jwtKey: process.env.CLERK_JWT_KEY,
})

export async function handle(request: Request): Promise<Response> {
  const state = await clerk.authenticateRequest(request, {
    authorizedParties: ['https://app.example.com'],
    signInUrl: '/sign-in',
    afterSignInUrl: '/',
  })
  if (state.status === 'handshake') return new Response(null, { status: 307, headers: state.headers })
  if (!state.isAuthenticated) return Response.json({ reason: state.reason, message: state.message }, { status: 401 })

  const { userId, sessionClaims } = state.toAuth()
  const id: string = userId
  return Response.json({ id, issuer: sessionClaims.iss, token: state.token.length }, { headers: state.headers })
}

export async function handleMachine(request: Request): Promise<Response> {
  const state = await clerk.authenticateRequest(request, { acceptsToken: 'api_key' })
  if (!state.isAuthenticated) return new Response(state.reason, { status: 401 })
  const auth = state.toAuth()
  return Response.json({ subject: auth.subject, scopes: auth.scopes })
}
