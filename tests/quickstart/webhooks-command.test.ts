/** `npx frontdesk webhooks`, in the folder of an app that runs. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyWebhook } from '../../packages/backend/src/webhooks.js'
import { type Received, type Receiver, startReceiver } from '../../packages/server/src/testing/webhook-receiver.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type StartedProcess, startProcess } from '../environment/process.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

describe.each(['sqlite', 'postgres'] as const)('the webhooks of an app on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-webhooks-'))
  let database: FreshDatabase
  let server: StartedProcess
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver()
    database = await freshDatabase(engine)
    const env = {
      FRONTDESK_DATABASE_URL: database.url,
      FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters',
      FRONTDESK_PRIVATE_HOSTS: '127.0.0.1',
    }
    writeFileSync(join(folder, 'app.js'), "import { frontdesk } from 'frontdesk/express'\napp.use(frontdesk())\n")
    writeFileSync(join(folder, '.env'), Object.entries(env).map(([name, value]) => `${name}="${value}"\n`).join('')) // biome-ignore format: one thought
    server = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
  })
  afterAll(async () => {
    await server?.kill()
    await receiver?.close()
    await database?.drop()
    rmSync(folder, { recursive: true })
  })

  function run(...args: string[]) {
    const { PATH = '' } = process.env
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [cli, ...args],
        { env: { PATH }, cwd: folder, timeout: 60_000 },
        (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
  }
  const createUser = async (email: string) =>
    (JSON.parse((await run('users', 'create', '--email', email, '--json')).stdout) as { id: string }).id
  const arrived = (id: string, times = 1) =>
    expect.poll(() => receiver.told().filter((told) => told === `user.created ${id}`), { timeout: 20_000 }).toHaveLength(times)
  const secretIn = (text: string) => /^CLERK_WEBHOOK_SIGNING_SECRET=(whsec_\S+)$/m.exec(text)![1]!
  const requestOf = ({ body, headers }: Received) => new Request('http://app.example/hook', { method: 'POST', headers, body })

  test('an endpoint is added, listed, and sent to again what it has had', async () => {
    const added = await run('webhooks', 'add', receiver.url, '--events', 'user.created')
    expect([added.code, added.stderr]).toEqual([0, ''])
    const id = await createUser('ada@example.com')
    await arrived(id)
    await verifyWebhook(requestOf(receiver.received[0]!), { signingSecret: secretIn(added.stdout) })
    const [, endpoint] = /^Added (ep_\w+)\./.exec(added.stdout)!
    expect((await run('webhooks', 'list')).stdout).toBe(`${endpoint}  ${receiver.url}  user.created  enabled\n`)

    expect((await run('webhooks', 'replay', endpoint!, '--since', '2026-01-01')).stdout).toBe(
      `1 events go to ${endpoint} again.\n`,
    )
    await arrived(id, 2)
    const delivery = `whd_${receiver.received[0]!.headers['svix-id']!.slice(4)}_${endpoint!.slice(3)}`
    expect((await run('webhooks', 'replay', delivery)).stdout).toBe(`user.created goes to ${endpoint} again.\n`)
    await arrived(id, 3)
  })

  test('events are forwarded to this machine, signed, without an endpoint', async () => {
    const here = await startReceiver()
    const listening = await startProcess(
      process.execPath,
      [cli, 'webhooks', 'listen', '--forward-to', here.url.slice('http://'.length)],
      {
        cwd: folder,
      },
    )
    await expect.poll(() => listening.output()).toContain('CLERK_WEBHOOK_SIGNING_SECRET=')
    const id = await createUser('grace@example.com')
    await expect.poll(() => here.told(), { timeout: 20_000 }).toEqual([`user.created ${id}`])
    const event = await verifyWebhook(requestOf(here.received[0]!), { signingSecret: secretIn(listening.output()) })
    expect(event).toMatchObject({ type: 'user.created', object: 'event', data: { id } })
    await expect.poll(() => listening.output()).toMatch(/user\.created evt_\w+ → 204\n/)
    await listening.kill()
    await here.close()
  })

  test.each([
    [['add', 'http://10.0.0.1/hook'], 'set FRONTDESK_PRIVATE_HOSTS to 10.0.0.1'],
    [['replay', 'ep_nobody'], '--since must be a date'],
    [['replay', 'ep_nobody', '--since', '2026-01-01'], 'not found'],
    [['replay', 'whd_nobody'], 'not found'],
    [['listen'], '--forward-to must be an address, such as localhost:3000/hook.'],
  ])('webhooks %j says what to do', async (args, message) => {
    const { code, stderr } = await run('webhooks', ...args)
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)])
  })
})
