/** A browser without a window: keeps cookies, follows no redirect unless asked, and signs up as a page would. */
import { randomUUID } from 'node:crypto'

export interface Visitor {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Follows redirects from an answer, at most five. */
  follow(response: Response): Promise<Response>
  /** Signs up with a test address, so that no mail has to be read. */
  signUp(fields?: Record<string, string>): Promise<string>
  /** Posts a form to the Frontend API (`?_method=PATCH` for what is not a POST) and answers its response. Throws what was refused. */
  call(path: string, fields: Record<string, string>): Promise<{ id: string; status: string }>
  /** Posts to any path of the app, as a script of its page does. */
  post(path: string): Promise<Response>
}

export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>()

  async function send(url: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(url, origin), {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie && { cookie }), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split('; ')
      const at = pair!.indexOf('=')
      if (attributes.includes('Max-Age=0')) cookies.delete(pair!.slice(0, at))
      else cookies.set(pair!.slice(0, at), pair!.slice(at + 1))
    }
    return response
  }

  async function call(path: string, fields: Record<string, string>) {
    const response = await send(`/__clerk/v1${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: { origin } })
    const body = (await response.json()) as { response?: { id: string; status: string } }
    if (!response.ok || !body.response) throw new Error(`${path} was refused: ${JSON.stringify(body)}`)
    return body.response
  }

  return {
    cookies,
    call,
    get: (path, headers = {}) => send(path, { headers }),

    async follow(response) {
      let current = response
      for (let step = 0; step < 5 && current.headers.has('location'); step++) {
        current = await send(current.headers.get('location')!, { headers: { accept: 'text/html' } })
      }
      return current
    },

    post: (path) => send(path, { method: 'POST', headers: { origin } }),

    async signUp(fields = {}) {
      const emailAddress = `visitor-${randomUUID()}+clerk_test@example.com`
      const { id } = await call('/client/sign_ups', {
        email_address: emailAddress,
        password: 'correct horse battery staple',
        ...fields,
      })
      await call(`/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
      await call(`/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code: '424242' })
      return emailAddress
    },
  }
}
