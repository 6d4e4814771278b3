import { expect, test } from 'vitest'
import { engines, testPassword, testServer } from '../../../testing/test-server.js'

test.each(engines)('a sign-in in one step asks the database twelve times on %s', async (engine) => {
  const server = await testServer(engine)
  await server.backend('POST', '/users', { email_address: ['jane@example.com'], password: testPassword })
  const { instance } = server
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
  expect(statements).toBe(12)
  await server.close()
})
