import { expect, test } from 'vitest'
import { engines, testPassword, testServer } from '../../../testing/test-server.js'

/** On PostgreSQL one of them holds the subject of the events, so that they are committed in order. */
const most = { sqlite: 12, postgres: 13 }

test.each(engines)('a sign-in in one step asks the database no more often than it has to on %s', async (engine) => {
  const server = await testServer(engine)
  const people = ['jane@example.com', 'joan@example.com', 'june@example.com']
  for (const person of people) await server.backend('POST', '/users', { email_address: [person], password: testPassword })
  const { instance } = server
  await instance.liveSettings.close() // it would ask the database meanwhile
  let statements = 0
  const { db } = instance
  instance.db = db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      statements += 1
      return result
    },
  })
  const counts: number[] = []
  for (const person of people) {
    statements = 1 // the try is counted outside of what is seen here
    expect((await server.browser().signIn(person)).status).toBe('complete')
    counts.push(statements)
  }
  instance.db = db
  expect(Math.min(...counts)).toBe(most[engine]) // what goes on in the background may ask, too
  await server.close()
})
