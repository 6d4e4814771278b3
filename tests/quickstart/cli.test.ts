/** `npx frontdesk …` as README and usage promise it, on PostgreSQL: what it prints, how it fails, how it ends. */
import { execFile } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { listening } from '../environment/listening.js'
import { startProcess } from '../environment/process.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const quickstart = createRequire(new URL('../../examples/quickstart/package.json', import.meta.url))
const dotenv = quickstart('dotenv') as { parse(text: string): Record<string, string> } // CommonJS has no types here

const names = ['CLERK_PUBLISHABLE_KEY', 'CLERK_SECRET_KEY', 'CLERK_API_URL', 'CLERK_PROXY_URL', 'CLERK_JWT_KEY']

describe('the frontdesk program', () => {
  let database: FreshDatabase
  let env: Record<string, string>

  beforeAll(async () => {
    database = await freshDatabase('postgres')
    env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters' }
  })
  afterAll(() => database.drop())

  /** Runs a command to its end. One that hangs is killed, and has no exit code then. */
  function run(args: string[], more: Record<string, string> = {}) {
    const { PATH = '' } = process.env
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const options = { env: { PATH, ...env, ...more }, timeout: 30_000 }
      const child = execFile(process.execPath, [cli, ...args], options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
  }

  test('frontdesk migrate migrates an empty database, and leaves one that is up to date', async () => {
    for (let time = 0; time < 2; time++) {
      expect(await run(['migrate'])).toEqual({ code: 0, stdout: 'The database is up to date.\n', stderr: '' })
    }
  })

  test('frontdesk keys prints the five lines that an app needs, and they are those of the server that then runs', async () => {
    const port = await freePort()
    const { code, stdout, stderr } = await run(['keys', '--port', String(port)])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trimEnd().split('\n').map((line) => line.split('=', 1)[0])).toEqual(names) // biome-ignore format: one thought
    const keys = dotenv.parse(stdout)
    expect(keys).toEqual({
      CLERK_PUBLISHABLE_KEY: expect.stringMatching(/^pk_live_/),
      CLERK_SECRET_KEY: expect.stringMatching(/^sk_live_/),
      CLERK_API_URL: `http://localhost:${port}/__clerk/api`,
      CLERK_PROXY_URL: `http://localhost:${port}/__clerk`,
      CLERK_JWT_KEY: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n/),
    })
    expect((await run(['keys', '--port', String(port)])).stdout).toBe(stdout)

    const server = await startProcess(process.execPath, [cli, 'start', '--port', String(port)], { env })
    const headers = { authorization: `Bearer ${keys.CLERK_SECRET_KEY}` }
    const users = await fetch(`${keys.CLERK_API_URL}/v1/users/count`, { headers })
    expect([users.status, await users.json()]).toEqual([200, { object: 'total_count', total_count: 0 }])
    const published = (await (await fetch(`${keys.CLERK_PROXY_URL}/.well-known/jwks.json`)).json()) as {
      keys: Array<{ n: string }>
    }
    expect(published.keys.map(({ n }) => n)).toContain(createPublicKey(keys.CLERK_JWT_KEY!).export({ format: 'jwk' }).n)
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })

  test.each([
    ['vite', 'VITE_'],
    ['next', 'NEXT_PUBLIC_'],
    ['cra', 'REACT_APP_'],
    ['astro', 'PUBLIC_'],
    ['sveltekit', 'PUBLIC_'],
    ['nuxt', 'NUXT_PUBLIC_'],
    ['gatsby', 'GATSBY_'],
  ])('frontdesk keys --front-end %s prints the publishable key as its pages read it, and no secret', async (name, prefix) => {
    const { CLERK_PUBLISHABLE_KEY } = dotenv.parse((await run(['keys'])).stdout)
    expect(await run(['keys', '--front-end', name])).toEqual({
      code: 0,
      stdout: `${prefix}CLERK_PUBLISHABLE_KEY=${CLERK_PUBLISHABLE_KEY}\n`,
      stderr: '',
    })
  })

  test('frontdesk keys knows which front ends there are, and mixes them with nothing', async () => {
    expect(await run(['keys', '--front-end', 'vitte'])).toEqual({
      code: 1,
      stdout: '',
      stderr: '--front-end is one of vite, next, cra, astro, sveltekit, nuxt, gatsby, not vitte. Did you mean vite?\n',
    })
    expect(await run(['keys', '--front-end', 'vite', '--rotate'])).toMatchObject({ code: 1, stdout: '' })
  })

  test('frontdesk keys names the public address where there is one', async () => {
    const { stdout } = await run(['keys'], { FRONTDESK_PUBLIC_URL: 'https://auth.example.com' })
    expect(dotenv.parse(stdout)).toMatchObject({
      CLERK_API_URL: 'https://auth.example.com/__clerk/api',
      CLERK_PROXY_URL: 'https://auth.example.com/__clerk',
    })
  })

  test('frontdesk start prints its addresses, inbox included, and each of them answers', async () => {
    const port = await freePort()
    const server = await startProcess(process.execPath, [cli, 'start'], { env: { ...env, PORT: String(port) } })
    expect(server.origin).toBe(`http://localhost:${port}`)
    for (const path of ['/sign-in', '/__frontdesk/inbox']) {
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200)
      expect(server.output()).toContain(` ${server.origin}${path}\n`)
    }
    expect(await server.kill('SIGINT')).toEqual({ code: 0, signal: null })
  })

  test("frontdesk start names the app's sign-in page where its own is switched off", async () => {
    const pages = { FRONTDESK_PAGES_SIGN_IN: 'false', CLERK_SIGN_IN_URL: 'https://app.example.com/login' }
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env: { ...env, ...pages } })
    expect((await fetch(`${server.origin.replace('localhost', '127.0.0.1')}/sign-in`)).status).toBe(404)
    expect(server.output()).toContain('sign-in page  https://app.example.com/login\n')
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })

  test('frontdesk start in production has no inbox, and prints none', async () => {
    const production = { ...env, NODE_ENV: 'production', FRONTDESK_PUBLIC_URL: 'https://auth.example.com' }
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env: production })
    expect((await fetch(`${server.origin.replace('localhost', '127.0.0.1')}/__frontdesk/inbox`)).status).toBe(404)
    expect(server.output()).not.toContain('inbox')
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })

  /** Sends the beginning of a request; answers what came back, and after how many seconds the connection was closed. */
  function begin(port: string, text: string) {
    const startedAt = performance.now()
    let answer = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (part) => {
      answer += part
    })
    socket.on('error', () => {}) // a reset is an end, too
    return new Promise<{ answer: string; seconds: number }>((resolve) =>
      socket.once('close', () => resolve({ answer, seconds: (performance.now() - startedAt) / 1000 })),
    )
  }
  const stalledBody =
    'POST /__clerk/v1/client/sign_ins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nidentifier='
  const unread = 'POST /__clerk/v1/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx'

  test('attack: half a head, half a body and half a body that nobody reads are given up within 15 seconds', async () => {
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    const { port } = new URL(server.origin)
    const [head, body, rest] = await Promise.all(
      ['GET / HTTP/1.1\r\nHost: loc', stalledBody, unread].map((text) => begin(port, text)),
    )
    expect(head!.answer).toMatch(/^HTTP\/1.1 408 /)
    expect(body!.answer).toMatch(/^HTTP\/1.1 408 [\s\S]*request_timeout/)
    expect(rest!.answer).toMatch(/^HTTP\/1.1 404 /)
    expect(Math.max(head!.seconds, body!.seconds, rest!.seconds)).toBeLessThan(15)
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })

  test('attack: clients that stall hold up no stop: after SIGTERM the server is gone within ten seconds', async () => {
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    const { port } = new URL(server.origin)
    const stalled = [begin(port, stalledBody), begin(port, 'GET / HT'), begin(port, '')]
    expect((await fetch(`http://127.0.0.1:${port}/__clerk/v1/environment`)).status).toBe(200) // the others are connected by now
    const startedAt = performance.now()
    expect(await server.kill()).toEqual({ code: 0, signal: null })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    await Promise.all(stalled)
  })

  test('attack: one address opens a thousand connections and no more', async () => {
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    const { port } = new URL(server.origin)
    const sockets = Array.from({ length: 1030 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}))
    const closed: unknown[] = []
    await new Promise<void>((resolve) => {
      for (const socket of sockets) socket.once('close', () => closed.push(socket) === 6 && resolve())
    })
    for (const socket of sockets) socket.destroy()
    expect(closed).toHaveLength(6)
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })

  test('frontdesk start says in one line that its port is taken, and ends', async () => {
    const other = await listening()
    const { port } = new URL(other.origin)
    const stderr = `Port ${port} of 127.0.0.1 is taken: name another one with --port or PORT.\n`
    expect(await run(['start', '--port', port])).toEqual({ code: 1, stdout: '', stderr })
    await other.close()
  })

  test('frontdesk says what is wrong in a line or two, with exit code 1', async () => {
    const nobody = `postgres://localhost:${await freePort()}/app`
    const cases: Array<[string[], Record<string, string>, RegExp]> = [
      [['start', '--port', 'abc'], {}, /^--port must be a number from 0 to 65535, such as 3000, not abc\.\n$/],
      [['start', '--port', '65536'], {}, /^--port must be a number .*\n$/],
      [['start', '--port', ''], {}, /^--port must be a number .*, not empty\.\n$/],
      [['start'], { PORT: '3000x' }, /^PORT must be a number .*, not 3000x\.\n$/],
      [['start', '--port'], {}, /^--port needs a value, as in --port <port>\.\n$/],
      [['start', '--prot', '1'], {}, /^frontdesk start has no --prot\. Did you mean --port\?\n\nUsage:\n {2}frontdesk start \[/],
      [['keys', '4400'], {}, /^frontdesk keys takes no words besides its flags, not 1\.\n\nUsage:\n {2}frontdesk keys \[/],
      [['config', 'pul'], {}, /^frontdesk config takes pull, .*, not pul\. Did you mean pull\?\n$/],
      [['migrate'], { FRONTDESK_DATABASE_URL: nobody }, /^.*(PostgreSQL|ECONNREFUSED).*\n$/],
      [['migrate'], { FRONTDESK_DATABASE_URL: 'mysql://localhost/app' }, /^.*\n.*sqlite:.*postgres:.*\n$/],
    ]
    for (const [args, more, message] of cases) {
      const { code, stdout, stderr } = await run(args, more)
      expect({ args, code, stdout, stderr }).toEqual({ args, code: 1, stdout: '', stderr: expect.stringMatching(message) })
    }
  })

  test('frontdesk doctor prints a line and exits with 1 for each app that is wrong, and with 0 for the quickstart', async () => {
    const folder = fileURLToPath(new URL('../../examples/quickstart', import.meta.url))
    const well = await run(['doctor', folder])
    expect({ code: well.code, stderr: well.stderr }).toEqual({ code: 0, stderr: '' })
    expect(well.stdout).toMatch(/^No problem found\.\n\(\d+ checks; source files read from app\.js: 3; .*\)\n$/)

    const wrong = { FRONTDESK_TRUSTED_PROXIES: 'one' }
    const ill = await run(['doctor', folder], wrong)
    expect([ill.code, ill.stdout.split('\n')[0]]).toEqual([
      1,
      expect.stringMatching(/^trusted-proxies-malformed: .* It is how many .*$/),
    ])
    const { code, stdout } = await run(['doctor', folder, '--json'], wrong)
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      [{ name: 'trusted-proxies-malformed', cause: expect.any(String), cure: expect.any(String) }],
    ])
    expect(await run(['doctor', 'nowhere'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no nowhere .*\n$/),
    })
  })

  test('an unknown command gets a guess, the usage and exit code 1', async () => {
    const unknown = await run(['strat'])
    expect([unknown.code, unknown.stdout]).toEqual([1, ''])
    expect(unknown.stderr).toMatch(/^frontdesk has no command strat\. Did you mean start\?\n\nUsage: frontdesk <command>\n/)
    expect((await run(['xylophone'])).stderr).toMatch(/^frontdesk has no command xylophone\.\n\nUsage/)
  })

  const commands = ['start', 'keys', 'users', 'sessions', 'config', 'backup', 'restore', 'migrate', 'doctor']

  test('a request for help gets the list of commands and exit code 0', async () => {
    for (const args of [[], ['help'], ['--help'], ['-h']]) {
      const help = await run(args)
      expect([help.code, help.stderr]).toEqual([0, ''])
      for (const command of commands) expect(help.stdout).toContain(`\n  ${command} `)
    }
  })

  test.each(commands)('frontdesk %s --help says how the command is called, and does nothing', async (command) => {
    for (const args of [
      [command, '--help'],
      [command, '-h'],
      ['help', command],
    ]) {
      const { code, stdout, stderr } = await run(args, { FRONTDESK_DATABASE_URL: 'none' })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(new RegExp(`^Usage:\\n {2}frontdesk ${command}( |\\n)`))
    }
  })

  test.each(['--version', '-v', 'version'])('frontdesk %s prints the version of the package', async (word) => {
    const { version } = createRequire(import.meta.url)('../../packages/server/package.json') as { version: string } // our own
    expect(await run([word])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('the front page of a standalone server leads to the account, and from there to the sign-in', async () => {
    const server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    const home = (path: string, method: string) =>
      fetch(`${server.origin.replace('localhost', '127.0.0.1')}${path}`, { redirect: 'manual', method })
    for (const path of ['/', '/?from=mail']) {
      const answer = await home(path, 'GET')
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/user'])
    }
    expect((await home('/', 'POST')).status).toBe(404)
    expect(await server.kill()).toEqual({ code: 0, signal: null })
  })
})
