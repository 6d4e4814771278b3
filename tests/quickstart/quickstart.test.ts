import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'

const folder = fileURLToPath(new URL('../../examples/quickstart', import.meta.url))

describe('the quickstart app', () => {
  const data = mkdtempSync(join(tmpdir(), 'frontdesk-quickstart-'))
  const env = { FRONTDESK_DATABASE_URL: `sqlite:${data}/frontdesk.db` }
  let app: StartedProcess
  let origin: string

  beforeAll(async () => {
    app = await startProcess('node', ['app.js'], { cwd: folder, env: { ...env, PORT: '0' } })
    origin = app.origin
  })
  afterAll(async () => {
    await app.kill()
    rmSync(data, { recursive: true })
  })

  test('the quickstart app prints where the app, the sign-in page and the inbox are, once all of them answer', async () => {
    for (const address of [origin, `${origin}/sign-in`, `${origin}/__frontdesk/inbox`]) {
      expect(app.output()).toContain(` ${address}\n`)
      expect((await fetch(address)).status).toBe(200)
    }
  })

  test('the quickstart app answers under every name of this machine', async () => {
    const { port } = new URL(origin)
    for (const host of ['localhost', '127.0.0.1', ...((await hasIPv6()) ? ['[::1]'] : [])]) {
      expect((await fetch(`http://${host}:${port}/`)).status).toBe(200)
    }
  })

  test('the quickstart app says what to do when its port is taken', async () => {
    const { port } = new URL(origin)
    await expect(startProcess('node', ['app.js'], { cwd: folder, env: { ...env, PORT: port } })).rejects.toThrow(
      `Port ${port} is taken`,
    )
  })

  test('the quickstart app offers a signed-out visitor to sign in and to sign up', async () => {
    const html = await (await createVisitor(origin).get('/')).text()
    expect(html).toContain('href="/sign-in"')
    expect(html).toContain('href="/sign-up"')
    expect(html).not.toContain('Sign out')
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)) {
      expect((await createVisitor(origin).get(address!)).status).toBe(200)
    }
  })

  test.each(['/protected', '/path', '/users'])(
    'the quickstart app sends a signed-out visitor of %s to the sign-in page',
    async (path) => {
      const response = await createVisitor(origin).get(path)
      expect(response.status).toBe(302)
      expect(response.headers.get('location')).toBe(`/sign-in?redirect_url=${encodeURIComponent(path)}`)
    },
  )

  test('the quickstart app answers 401 as JSON on its API when nobody is signed in', async () => {
    const response = await createVisitor(origin).get('/api/me')
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ error: 'Sign in first' })
  })

  test('the quickstart app lets a signed-in visitor through until they sign out', async () => {
    const visitor = createVisitor(origin)
    const emailAddress = await visitor.signUp()

    const home = await (await visitor.get('/')).text()
    expect(home).toContain('<h1>Hello</h1>') // who has no name is not called by their address, which stands below
    expect(home.split(emailAddress)).toHaveLength(2)
    expect(await (await visitor.get('/protected')).text()).toBe('This is a protected route')
    const me = await visitor.get('/api/me')
    expect(me.status).toBe(200)
    expect(await me.json()).toMatchObject({ isAuthenticated: true, userId: expect.stringMatching(/^user_/) })
    const forbidden = await visitor.get('/path')
    expect(forbidden.status).toBe(403)
    expect(await forbidden.text()).toBe('Unauthorized')

    const out = await visitor.post('/sign-out') // as the form of the home page does
    expect([out.status, out.headers.get('location')]).toEqual([303, '/'])
    expect((await visitor.get('/protected')).status).toBe(302)
    expect(await (await visitor.get('/')).text()).toContain('href="/sign-up"')
  })

  test('the quickstart app greets a signed-in visitor by name, which never becomes markup, and lists the users', async () => {
    const visitor = createVisitor(origin)
    const emailAddress = await visitor.signUp({ first_name: 'Jane', last_name: '<script>alert(1)</script>' })

    const html = await (await visitor.get('/')).text()
    expect(html).toContain('Hello, Jane &#60;script&#62;alert(1)&#60;/script&#62;')
    expect(html).toContain(emailAddress)
    expect(html).toContain('href="/user"')
    const users = (await (await visitor.get('/users')).json()) as { data: object[]; totalCount: number }
    expect(users.totalCount).toBe(users.data.length)
    expect(JSON.stringify(users.data)).toContain(emailAddress)
  })
})

/** Whether this machine has `::1` at all; containers often don't. */
function hasIPv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false)).listen(0, '::1', () => probe.close(() => resolve(true)))
  })
}
