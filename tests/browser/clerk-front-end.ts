/** Clerk's own front end, unmodified, before a server in this process: a page for each component, and people with browsers who visit them. */

import { symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { FrontdeskOptions } from '../../packages/server/src/start/frontdesk-options.js'
import { type AnyBody, type TestServer, testServer } from '../../packages/server/src/testing/test-server.js'
import { freePort } from '../environment/free-port.js'
import { temporaryFolder } from '../packaging/packed.js'
import { packageFolder } from './app-folder.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

export type Major = 5 | 6

export interface ClerkFrontEnd extends Pick<Visitors, 'visitor' | 'close'> {
  origin: string
  desk: TestServer
  /** Sets settings until the next call of this: all others are as the server started. */
  settings(patch: object): Promise<void>
  /** Lets an hour pass for everybody who is signed in. */
  letAnHourPass(): Promise<void>
  /** Makes an account with a password; answers its id. */
  person(fields: Record<string, unknown>): Promise<string>
  /** Opens a component signed in as somebody. */
  openAs(visitor: Visitor, userId: string, path: string): Promise<void>
  /** The link in the latest mail to an address. */
  linkFor(address: string): Promise<string>
}

export const testCode = '424242'

/** Starts the server with nothing that is limited. Its pages are `/6/SignIn`, `/5/UserProfile` and so on; who is signed in gets to `/`. */
export async function startClerkFrontEnd(options: FrontdeskOptions = {}): Promise<ClerkFrontEnd> {
  const frontEndFolder = temporaryFolder()
  for (const [name, of] of Object.entries({
    'clerk-js-6.0.0': '@clerk/clerk-js',
    'clerk-js-5.0.0': 'clerk-js-5',
    'ui-1.0.0': '@clerk/ui',
  }))
    symlinkSync(packageFolder(of), join(frontEndFolder, name))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const desk = await testServer('sqlite', { publicUrl: origin, frontEndFolder, now: Date.now, ...options })

  const { publishableKey } = desk.instance.keys
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, origin) // a server's requests have one
    const [, major, component] = /^\/([56])\/(\w+)$/.exec(pathname) ?? []
    if (!component && pathname !== '/') return desk.frontdesk.listener(request, response)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(component ? pageWith(Number(major) as Major, component, publishableKey) : '<!doctype html><title>Home</title>')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const visitors = await visitorsOf(origin)

  let isSet: object = {}
  const backend = async (method: string, path: string, body: object): Promise<AnyBody> => {
    const answer = await desk.backend(method, path, body)
    if (answer.status !== 200) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    origin,
    desk,
    visitor: visitors.visitor,
    async settings(patch) {
      await backend('PATCH', '/instance/settings', unset(isSet))
      await backend('PATCH', '/instance/settings', patch)
      isSet = patch
    },
    async letAnHourPass() {
      await desk.instance.db
        .updateTable('sessions')
        .set((set) => ({ first_factor_verified_at: set('first_factor_verified_at', '-', 3_600_000) }))
        .execute()
    },
    async person(fields) {
      return (await backend('POST', '/users', { password, ...fields })).id
    },
    async openAs(visitor, userId, path) {
      const { token } = await backend('POST', '/sign_in_tokens', { user_id: userId })
      await visitor.open(path.replace(/(?=#|$)/, `?as=${token}`))
    },
    async linkFor(address) {
      const mail = (await desk.mailbox.all()).findLast(({ to, text }) => to === address && /https?:/.test(text))
      return /https?:\S+/.exec(mail!.text)![0] // a test asks for what was mailed
    },
    async close() {
      await visitors.close()
      server.closeAllConnections()
      server.close()
      await desk.close()
    },
  }
}

/** Null, which restores the default, in the place of each value. */
const unset = (settings: object): object =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value?.constructor === Object ? unset(value) : null]))

/** Loads Clerk as its documentation says and mounts one component; `?as=` has a ticket of somebody who is to be signed in. */
const pageWith = (major: Major, component: string, publishableKey: string) => {
  const script = (path: string) =>
    `<script crossorigin="anonymous" data-clerk-publishable-key="${publishableKey}" data-clerk-proxy-url="/__clerk" src="/__clerk/npm/${path}"></script>`
  return `<!doctype html><html lang="en"><title>Clerk ${major}</title><body><div id="clerk"></div>
${script(`@clerk/clerk-js@${major}/dist/clerk.browser.js`)}
${major === 6 ? script('@clerk/ui@1/dist/ui.browser.js') : ''}
<script type="module">
  const at = (component) => '/${major}/' + component
  await Clerk.load({
    signInUrl: at('SignIn'), signUpUrl: at('SignUp'), waitlistUrl: at('Waitlist'), afterSignOutUrl: at('SignIn'),
    signInFallbackRedirectUrl: '/', signUpFallbackRedirectUrl: '/', ${major === 6 ? 'ui: { ClerkUI: window.__internal_ClerkUICtor }' : ''}
  })
  const ticket = new URLSearchParams(location.search).get('as')
  if (ticket) {
    history.replaceState(null, '', location.pathname + location.hash)
    const { createdSessionId } = await Clerk.client.signIn.create({ strategy: 'ticket', ticket })
    await Clerk.setActive({ session: createdSessionId })
  }
  Clerk['mount${component}'](document.getElementById('clerk'))
</script></body></html>`
}
