/** `npx frontdesk users` and `sessions`: of an app's folder, of an app that runs, and of a server over the network. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BackendSession, BackendUser } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { listening } from '../environment/listening.js'
import { type StartedProcess, startProcess } from '../environment/process.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const password = 'correct horse battery staple'

/** Runs a command to its end, in a folder, with these variables and no others. */
function runIn(cwd: string, env: Record<string, string>, args: string[], typed = '') {
  const { PATH = '' } = process.env
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { PATH, ...env }, cwd, timeout: 30_000 }
    const child = execFile(process.execPath, [cli, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin!.end(typed) // a pipe, since nothing else was asked for
  })
}

describe.each(['sqlite', 'postgres'] as const)('the people of an app on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-people-'))
  let database: FreshDatabase
  let server: StartedProcess
  let secretKey: string

  beforeAll(async () => {
    database = await freshDatabase(engine)
    const env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters' }
    writeFileSync(join(folder, 'app.js'), "import { frontdesk } from 'frontdesk/express'\napp.use(frontdesk())\n")
    writeFileSync(join(folder, '.env'), Object.entries(env).map(([name, value]) => `${name}="${value}"\n`).join('')) // biome-ignore format: one thought
    server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    secretKey = /^CLERK_SECRET_KEY=(.+)$/m.exec((await runIn(folder, env, ['keys'])).stdout)![1]!
  })
  afterAll(async () => {
    await server?.kill()
    await database?.drop()
    rmSync(folder, { recursive: true })
  })

  type Way = [name: string, run: (args: string[], typed?: string) => ReturnType<typeof runIn>]
  const inFolder: Way = ['in the folder of the app', (args, typed) => runIn(folder, {}, args, typed)]
  const overNetwork: Way = [
    'over the network',
    (args, typed) => {
      const at = server.origin.replace('localhost', '127.0.0.1')
      return runIn(tmpdir(), { CLERK_SECRET_KEY: secretKey }, [...args, '--at', at], typed)
    },
  ]

  test.each([inFolder, overNetwork])('%s people are made, listed, shown, banned and deleted', async (way, run) => {
    const email = `${way.replaceAll(' ', '-')}@example.com`
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await run([...args, '--json'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return JSON.parse(stdout)
    }
    const made: BackendUser = await json('users', 'create', '--email', email, '--first-name', 'Ada', '--last-name', 'Lovelace')
    expect(made).toMatchObject({ object: 'user', first_name: 'Ada', last_name: 'Lovelace', password_enabled: false })
    expect(made.email_addresses[0]).toMatchObject({ email_address: email, verification: { status: 'verified' } })

    const found: BackendUser[] = await json('users', 'list', '--query', email.slice(0, -4))
    expect(found).toEqual([made])
    const { stdout } = await run(['users', 'list', '--query', email])
    expect(stdout).toBe(`${made.id}  ${email}  Ada Lovelace  ${new Date(made.created_at).toISOString().slice(0, 16).replace('T', ' ')}\n1 of 1.\n`) // biome-ignore format: one thought
    for (const who of [made.id, email]) expect(await json('users', 'show', who)).toEqual(made)

    expect(await json('users', 'ban', email)).toMatchObject({ id: made.id, banned: true })
    expect((await run(['users', 'show', email])).stdout).toMatch(/^state +banned$/m)
    expect(await json('users', 'unban', made.id)).toMatchObject({ banned: false })

    const spared = await run(['users', 'delete', email])
    expect(spared).toEqual({ code: 1, stdout: '', stderr: `Delete ${email} (${made.id}) for good? Say so with --yes.\n` })
    expect(await run(['users', 'delete', email, '--yes'])).toEqual({
      code: 0,
      stdout: `Deleted ${email} (${made.id}).\n`,
      stderr: '',
    })
    expect(await run(['users', 'show', email])).toMatchObject({ code: 1, stdout: '' })
  })

  test.each([inFolder, overNetwork])('%s sessions are listed and ended, one by its id and all of somebody', async (way, run) => {
    const email = `at-${way.replaceAll(' ', '-')}@example.com`
    const made = JSON.parse(
      (await run(['users', 'create', '--email', email, '--password', '-', '--json'], `${password}\n`)).stdout,
    ) as BackendUser
    const api = (path: string, body: unknown) =>
      fetch(`${server.origin.replace('localhost', '127.0.0.1')}/__clerk/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await api(`/users/${made.id}/verify_password`, { password })).status).toBe(200)
    const sessions: BackendSession[] = []
    for (let at = 0; at < 3; at++) sessions.push((await (await api('/sessions', { user_id: made.id })).json()) as BackendSession)

    const listed = await run(['sessions', 'list', email])
    for (const { id } of sessions) expect(listed.stdout).toMatch(new RegExp(`^${id} .* last active \\d{4}-`, 'm'))
    const [first] = sessions
    expect(await run(['sessions', 'revoke', first!.id])).toEqual({ code: 0, stdout: `Ended ${first!.id}.\n`, stderr: '' })
    expect((await run(['sessions', 'list', email])).stdout).not.toContain(first!.id)
    expect((await run(['sessions', 'revoke', made.id])).stdout).toBe('Ended 2 sessions.\n')
    expect((await run(['sessions', 'list', made.id])).stdout).toBe('Signed in nowhere.\n')
  })

  test('the app is that of this folder, of another one, of an entry file, of CLERK_API_URL, or the server at an address', async () => {
    const [, here] = inFolder
    const { stdout } = await here(['users', 'list', '--limit', '1'])
    expect(stdout).toMatch(/^(user_.*\n)?[01] of \d+\.\n$/)
    const elsewhere = mkdtempSync(join(tmpdir(), 'frontdesk-caller-'))
    const origin = server.origin.replace('localhost', '127.0.0.1')
    const key = { CLERK_SECRET_KEY: secretKey }
    const others: Array<[at: string[], env: Record<string, string>]> = [
      [['--at', folder], {}],
      [['--at', join(folder, 'app.js')], {}],
      [[], { ...key, CLERK_API_URL: `${origin}/__clerk/api` }],
      [['--at', origin], key],
      [['--at', `${origin}/__clerk/api/v1`], key],
    ]
    for (const [at, env] of others)
      expect(await runIn(elsewhere, env, ['users', 'list', '--limit', '1', ...at])).toEqual({ code: 0, stdout, stderr: '' })
    rmSync(elsewhere, { recursive: true })
  })

  test('a command for people says in a line what is wrong, and changes nothing', async () => {
    const [, run] = inFolder
    const count = async () => (await run(['users', 'list'])).stdout
    const before = await count()
    const cases: Array<[string[], RegExp]> = [
      [['users'], /^frontdesk users takes list, show, .*\.\n\nUsage:\n {2}frontdesk users list \[/],
      [['users', 'lst'], /^frontdesk users takes list, .*, not lst\. Did you mean list\?\n$/],
      [['users', 'show'], /^frontdesk users show takes one word, not 0\.\n\nUsage:\n {2}frontdesk users show <who>/],
      [['users', 'show', 'nobody'], /^There is nobody with the username nobody\.\n$/],
      [['users', 'ban', 'user_none'], /^There is nobody with the id user_none\.\n$/],
      [['users', 'delete', 'no@example.com', '--yes'], /^There is nobody with the email address no@example\.com\.\n$/],
      [['users', 'list', '--limit', 'all'], /^--limit must be a whole number from 1, such as 21, not all\.\n$/],
      [['users', 'create', '--email', 'nobody'], /^Email address must be a valid email address\.\n$/],
      [['users', 'create', '--email', 'a@example.com', '--password', 'short'], /^Passwords must have .*\n$/],
      [['users', 'create', '--mail', 'a@example.com'], /^frontdesk users create has no --mail\. Did you mean --email\?\n/],
      [['sessions', 'revoke', 'sess_none'], /^There is no session sess_none\.\n$/],
      [['users', 'list', '--at', 'nowhere'], /^There is no nowhere to look at: .*\n$/],
      [['users', 'list', '--at', server.origin], /^CLERK_SECRET_KEY is not set: .*\n$/],
    ]
    for (const [args, message] of cases)
      expect({ args, ...(await run(args)) }).toEqual({ args, code: 1, stdout: '', stderr: expect.stringMatching(message) })
    expect(await count()).toBe(before)
  })
})

describe('an instance that is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-nobody-'))
  const key = { CLERK_SECRET_KEY: 'sk_test_secret' }
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a folder without a Frontdesk, and an app that never ran, get no database made', async () => {
    const empty = await runIn(folder, {}, ['users', 'list'])
    expect([empty.code, empty.stderr]).toEqual([
      1,
      expect.stringMatching(/^There is no Frontdesk in .*: name the app's folder, /),
    ])
    writeFileSync(join(folder, 'app.js'), "import { frontdesk } from 'frontdesk/express'\napp.use(frontdesk())\n")
    const { code, stdout, stderr } = await runIn(folder, {}, ['users', 'list'])
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^There is no database .*frontdesk\.db yet: /)])
  })

  test('attack: an address that leads elsewhere does not get the secret key sent on', async () => {
    const seen: unknown[] = []
    const other = await listening((request, response) => {
      seen.push(request.headers.authorization)
      response.end('[]')
    })
    const first = await listening((_request, response) => response.writeHead(307, { location: other.origin }).end())
    const { code, stderr } = await runIn(folder, key, ['users', 'list', '--at', first.origin])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/can't be reached/)])
    expect(seen).toEqual([])
    await Promise.all([first.close(), other.close()])
  })

  test('a server that is away, and one that is something else, are told apart', async () => {
    const other = await listening((_request, response) => response.end('Hello'))
    const foreign = await runIn(folder, key, ['users', 'list', '--at', other.origin])
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringMatching(/^What answers there is not the Backend API/) })
    await other.close()
    const away = await runIn(folder, key, ['users', 'list', '--at', other.origin])
    expect(away).toMatchObject({ code: 1, stderr: expect.stringMatching(/ can't be reached: .*\n$/) })
  })
})
