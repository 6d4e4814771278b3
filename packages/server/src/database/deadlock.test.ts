import { expect, test } from 'vitest'
import { transaction } from '../start/instance.js'
import { testServer } from '../testing/test-server.js'

test('of two transactions on PostgreSQL that wait for each other one is told to try again, and leaves nothing behind', async () => {
  const server = await testServer('postgres')
  const { instance } = server
  const names = ['a', 'b']
  await instance.db
    .insertInto('counters')
    .values(names.map((name) => ({ name, value: 0 })))
    .execute()

  let first = 0
  let release = () => {}
  const bothHoldOne = new Promise<void>((resolve) => {
    release = resolve
  })
  const inOrder = (order: string[]) =>
    transaction(instance, async (tx) => {
      for (const name of order) {
        await tx.db
          .updateTable('counters')
          .set((set) => ({ value: set('value', '+', 1) }))
          .where('name', '=', name)
          .execute()
        if (++first === 2) release()
        await bothHoldOne
      }
    })
  const outcomes = await Promise.allSettled([inOrder(['a', 'b']), inOrder(['b', 'a'])])
  const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused?.reason).toMatchObject({ status: 429, retryAfterSeconds: 1 })

  const rows = await instance.db.selectFrom('counters').select('value').where('name', 'in', names).execute()
  expect(rows).toEqual([{ value: 1 }, { value: 1 }])
  await server.close()
})
