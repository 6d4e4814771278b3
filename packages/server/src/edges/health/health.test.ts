import { expect, test } from 'vitest'
import { engines, testServer } from '../../testing/test-server.js'

test.each(engines)('health tells whether the database answers, on %s', async (engine) => {
  const server = await testServer(engine)
  const answer = await server.request('/__clerk/v1/health')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'healthy' })

  await server.close()
  const broken = await server.request('/__clerk/v1/health')
  expect(broken.status).toBe(503)
  expect(await broken.json()).toMatchObject({ status: 'unhealthy' })
})
