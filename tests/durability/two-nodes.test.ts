/** Two nodes on one database, started at the same moment while it is still empty. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'

const program = fileURLToPath(new URL('server.mjs', import.meta.url))

describe.each(['sqlite', 'postgres'] as const)('two nodes on %s', (engine) => {
  let database: FreshDatabase
  let nodes: StartedProcess[]

  beforeAll(async () => {
    database = await freshDatabase(engine)
    const ports = [await freePort(), await freePort()]
    nodes = await Promise.all(
      ports.map((port) =>
        startProcess(process.execPath, [program], {
          origin: `http://127.0.0.1:${port}`,
          env: {
            PORT: String(port),
            FRONTDESK_DATABASE_URL: database.url,
            FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters',
          },
        }),
      ),
    )
  })
  afterAll(async () => {
    await Promise.all((nodes ?? []).map((node) => node.kill()))
    await database?.drop()
  })

  test('agree on one schema and one set of keys, and share every session', async () => {
    const [first, second] = nodes as [StartedProcess, StartedProcess]
    const visitor = createVisitor(first.origin)
    await visitor.signUp()

    const elsewhere = createVisitor(second.origin)
    for (const [name, value] of visitor.cookies) elsewhere.cookies.set(name, value)
    const client = (await (await elsewhere.get('/__clerk/v1/client')).json()) as { response: { sessions: unknown[] } }
    expect(client.response.sessions).toHaveLength(1)

    const keysOf = async (node: StartedProcess) =>
      (await fetch(`${node.origin}/__clerk/.well-known/jwks.json`)).json() as Promise<{ keys: unknown[] }>
    const keys = await keysOf(first)
    expect(keys.keys).toHaveLength(1)
    expect(await keysOf(second)).toEqual(keys)
  })
})
