import { expect, test } from 'vitest'
import { engines, testPassword, testServer } from '../../../testing/test-server.js'

/** On PostgreSQL one of them holds the subject of the events, so that they are committed in order. */
const most = { sqlite: 13, postgres: 14 }

test.each(engines)('a sign-in in one step asks the database no more often than it has to on %s', async (engine) => {
  const server = await testServer(engine)
  await server.backend('POST', '/users', { email_address: ['jane@example.com'], password: testPassword })
  const { instance } = server
  await instance.liveSettings.close() // it would ask the database meanwhile
  let statements = 1 // the try is counted outside of what is seen here
  const { db } = instance
  instance.db = db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      statements += 1
      return result
    },
  })
  const { status } = await server.browser().signIn('jane@example.com')
  instance.db = db
  expect(status).toBe('complete')
  expect(statements).toBe(most[engine])
  await server.close()
})
