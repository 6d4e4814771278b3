/** Settings that change while servers run: two processes on one database, and `npx frontdesk config` as a third. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type StartedProcess, startProcess } from '../environment/process.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

describe.each(['sqlite', 'postgres'] as const)('settings of two processes on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-config-'))
  let database: FreshDatabase
  let env: Record<string, string>
  let nodes: StartedProcess[]

  beforeAll(async () => {
    database = await freshDatabase(engine)
    env = {
      FRONTDESK_DATABASE_URL: database.url,
      FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters',
      FRONTDESK_LOCKOUT_MAX_ATTEMPTS: '5',
    }
    nodes = [await start(), await start()]
  })
  afterAll(async () => {
    await Promise.all((nodes ?? []).map((node) => node.kill()))
    await database?.drop()
    rmSync(folder, { recursive: true })
  })

  const start = () => startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })

  function run(...args: string[]) {
    const { PATH = '' } = process.env
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const options = { env: { PATH, ...env }, cwd: folder, timeout: 30_000 }
      const child = execFile(process.execPath, [cli, ...args], options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
  }

  const nameAt = async ({ origin }: StartedProcess) => {
    const answer = await fetch(`${origin.replace('localhost', '127.0.0.1')}/__clerk/v1/environment`)
    const { display_config } = (await answer.json()) as { display_config: { application_name: string } }
    return display_config.application_name
  }

  test('settings that one process is told hold at the other', async () => {
    const { stdout } = await run('keys')
    const key = /^CLERK_SECRET_KEY=(.+)$/m.exec(stdout)![1]
    const { origin } = nodes[0]!
    const answer = await fetch(`${origin.replace('localhost', '127.0.0.1')}/__clerk/api/v1/instance/settings`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ branding: { application_name: 'Corner shop' } }),
    })
    expect([answer.status, answer.headers.get('etag'), await nameAt(nodes[0]!)]).toEqual([200, '"1"', 'Corner shop'])
    await expect.poll(() => nameAt(nodes[1]!)).toBe('Corner shop')
  })

  test('frontdesk config pulls the settings into a file, says what a push would change, and pushes it to both processes', async () => {
    expect(await run('config', 'pull')).toEqual({ code: 0, stdout: 'Wrote frontdesk.config.json.\n', stderr: '' })
    expect(await run('config', 'diff')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await run('config', 'push')).toEqual({ code: 0, stdout: 'Nothing to change.\n', stderr: '' })

    const file = join(folder, 'frontdesk.config.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Corner shop"', '"Corner café"'))
    const line = 'branding.application_name: "Corner shop" → "Corner café"\n'
    expect(await run('config', 'diff')).toEqual({ code: 1, stdout: line, stderr: '' })
    const pushed = await run('config', 'push', '--reason', 'New name')
    expect(pushed).toEqual({ code: 0, stdout: `${line}Version 2 holds.\n`, stderr: '' })
    for (const node of nodes) await expect.poll(() => nameAt(node)).toBe('Corner café')
  })

  test('frontdesk config lists the versions, and goes back to one', async () => {
    expect((await run('config', 'history')).stdout).toMatch(/^2 {2}\S+Z {2}cli {2}New name\n1 {2}\S+Z {2}secret_key\n$/)
    expect((await run('config', 'rollback')).stdout).toMatch(/"Corner café" → "Corner shop"\nVersion 3 holds\.\n$/)
    for (const node of nodes) await expect.poll(() => nameAt(node)).toBe('Corner shop')
    expect((await run('config', 'rollback', '0')).stdout).toMatch(/"Corner shop" → "My app"\nVersion 4 holds\.\n$/)
    expect((await run('config', 'history')).stdout).toMatch(/^4 .* {2}Back to version 0\n/)
  })

  test('frontdesk config says in a line what is wrong', async () => {
    writeFileSync(join(folder, 'locked.json'), '{"lockout":{"max_attempts":9}}')
    writeFileSync(join(folder, 'short.json'), '{"password":{"min_length":1}}')
    const cases: Array<[string[], RegExp]> = [
      [['push', 'locked.json'], /^lockout\.max_attempts is set in FRONTDESK_LOCKOUT_MAX_ATTEMPTS\. Change it there\.\n$/],
      [
        ['push', 'short.json'],
        /^The settings in short\.json need a change:\n {2}password\.min_length: must be a whole number from 8, such as 8, not \d\n$/,
      ],
      [['push', 'nowhere.json'], /^.*nowhere\.json.*\n$/],
      [['rollback', '99'], /^There is no version 99 of the settings\.\n$/],
      [['rollback', 'x'], /^A version is a number, not x\.\n$/],
      [['pul'], /^frontdesk config takes pull, diff, push, .*, not pul\. Did you mean pull\?\n$/],
    ]
    for (const [args, message] of cases)
      expect(await run('config', ...args)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) })
  })
})
