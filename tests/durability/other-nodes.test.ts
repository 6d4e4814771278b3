/** The server on every supported release of Node, with the SQLite that each has: start, sign-up, kill -9. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { binaryOf, hasOtherReleases, otherReleases } from '../environment/nodes.js'
import { startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'

const run = promisify(execFile)
const program = fileURLToPath(new URL('server.mjs', import.meta.url))
const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const password = 'correct horse battery staple' // as visitors have it
const nodes = otherReleases.flatMap((release) => {
  const binary = binaryOf(release)
  return binary ? [{ release, binary }] : []
})

test('the server is tried on Node 22, 24 and 26', ({ skip }) => {
  skip(!hasOtherReleases, 'There are packages of them for linux-x64 alone.')
  expect(nodes.map(({ release }) => release)).toEqual(otherReleases)
})

describe.each(nodes)('the server on $release', ({ binary }) => {
  test('the server on another Node starts without a warning, signs up, and loses nothing when it is killed', async () => {
    const database = await freshDatabase('sqlite')
    const origin = `http://127.0.0.1:${await freePort()}`
    const env = {
      PORT: new URL(origin).port,
      FRONTDESK_DATABASE_URL: database.url,
      FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters',
    }
    const start = () => startProcess(binary, [program], { origin, env })

    const people = new Map<string, ReturnType<typeof createVisitor>>()
    for (let kill = 0; kill < 3; kill++) {
      const server = await start()
      for (const visitor of [createVisitor(origin), createVisitor(origin)]) {
        const emailAddress = await visitor.signUp()
        await visitor.call('/me?_method=PATCH', { last_name: emailAddress })
        people.set(emailAddress, visitor)
      }
      await server.kill('SIGKILL')
      expect(server.output()).toBe('')
    }

    const server = await start()
    for (const [identifier, visitor] of people) {
      const client = (await (await visitor.get('/__clerk/v1/client')).json()) as ClientBody
      expect(client.response.sessions.map(({ user }) => user.last_name)).toEqual([identifier])
      const again = await createVisitor(origin).call('/client/sign_ins', { identifier, password, strategy: 'password' })
      expect(again.status).toBe('complete')
    }
    await server.kill()
    await database.drop()
  })

  test('the server on another Node leaves warnings of others where they are', async () => {
    const { stderr } = await run(
      binary,
      [
        '--input-type=module',
        '-e',
        `import { createFrontdesk } from 'frontdesk'
         const frontdesk = createFrontdesk({ databaseUrl: 'sqlite::memory:', log: () => {} })
         await frontdesk.ready()
         process.emitWarning('the warning of somebody else')
         await frontdesk.close()`,
      ],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    )
    expect(stderr).toContain('the warning of somebody else')
    expect(stderr).not.toMatch(/experimental/i)
  })

  test('the program on another Node runs its commands without a warning', async () => {
    const database = await freshDatabase('sqlite')
    const env = { PATH: process.env.PATH, FRONTDESK_DATABASE_URL: database.url }
    const { stdout, stderr } = await run(binary, [cli, 'keys'], { env })
    expect(stdout).toContain('CLERK_SECRET_KEY=sk_live_')
    expect(stderr).toBe('')
    await database.drop()
  })
})

interface ClientBody {
  response: { sessions: { user: { last_name: string } }[] }
}
