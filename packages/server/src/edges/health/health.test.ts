import { expect, test } from 'vitest'
import { engines, testServer } from '../../testing/test-server.js'

test.each(engines)('health tells whether the database answers, on %s', async (engine) => {
  const server = await testServer(engine)
  const answer = await server.request('/__clerk/v1/health')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'healthy' })

  await server.instance.db.schema.alterTable('counters').renameTo('elsewhere').execute()
  const broken = await server.request('/__clerk/v1/health')
  expect(broken.status).toBe(503)
  expect(await broken.json()).toMatchObject({ status: 'unhealthy' })
  await server.close()
})

test.each(engines)(
  'attack: ask for the health on %s over and over: those who ask at once make the work of one',
  async (engine) => {
    const server = await testServer(engine)
    const { instance } = server
    const { unsynced } = instance
    let writes = 0
    instance.unsynced = (write) => {
      writes++
      return unsynced(write)
    }
    const ask = () => server.request('/__clerk/v1/health')
    for (const answer of await Promise.all(Array.from({ length: 20 }, ask))) expect(answer.status).toBe(200)
    expect(writes).toBe(1)
    expect((await ask()).status).toBe(200)
    expect(writes).toBe(2)
    instance.unsynced = unsynced
    await server.close()
  },
)

test.each(engines)('a node on %s that can not read the settings is unhealthy', async (engine) => {
  const server = await testServer(engine)
  await server.instance.db.schema.alterTable('heads').renameTo('elsewhere').execute()
  server.clock.advance(11_000)
  expect((await server.request('/__clerk/v1/health')).status).toBe(503)
  await server.close()
})
