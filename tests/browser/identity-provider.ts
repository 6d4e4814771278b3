/** A real identity provider on this machine, with a page of its own on which people say who they are. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AccountClaims, Provider } from 'oidc-provider'

export interface IdentityProvider {
  /** `claims` by the account that people type on its page, which is their subject. */
  people: Record<string, Omit<AccountClaims, 'sub'>>
  close(): Promise<void>
}

/** Its one client may send people back to `redirectUri` only. */
export async function identityProvider(
  issuer: string,
  client: { id: string; secret: string; redirectUri: string },
): Promise<IdentityProvider> {
  const people: IdentityProvider['people'] = {}
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'preferred_username'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) =>
      people[accountId] && { accountId, claims: () => ({ sub: accountId, ...people[accountId] }) },
    // Who says who they are agrees to what they are asked for.
    async loadExistingGrant({ oidc: { session, client: asking, provider: issuing } }) {
      const grant = new issuing.Grant({ clientId: asking!.clientId, accountId: session!.accountId! })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }) // biome-ignore format: one thought

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>Acme</title><form method="post"><label>Account <input name="account"></label><button>Allow</button><button name="refuses" value="1">Cancel</button></form>') // biome-ignore format: one thought
      return
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const fields = new URLSearchParams(body)
    const result = fields.has('refuses') ? { error: 'access_denied' } : { login: { accountId: fields.get('account')! } }
    await provider.interactionFinished(request, response, result)
  }

  provider.on('server_error', (_, error) => console.error(error))
  const answer = provider.callback()
  const server = createServer((request, response) =>
    request.url!.startsWith('/interaction/') ? void interact(request, response) : void answer(request, response),
  )
  await new Promise<void>((done) => server.listen(Number(new URL(issuer).port), '127.0.0.1', done))
  return {
    people,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
