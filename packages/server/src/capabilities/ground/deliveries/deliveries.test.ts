/** Deliveries by a channel that they know nothing of: what it carries is posted to a server of the test. */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Listening, listening } from '../../../../../../tests/environment/listening.js'
import { purges } from '../../../edges/purges.js'
import { startHousekeeping } from '../../../start/housekeeping.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { type Channel, type Deliverable, Undeliverable } from './channel.js'
import { type Deliveries, openDeliveries } from './deliveries.js'
import { dropDeliveries } from './kept.js'

interface Post extends Deliverable {
  body: string
}

const hour = 3600_000

/** Tried again after five seconds, then after hours, for a day. */
const posts: Channel<Post> = {
  name: 'post',
  title: 'Post',
  atOnce: 3,
  longestMs: 10_000,
  waitAfter: (attempts) => [5_000, 2 * hour, 22 * hour][attempts - 1] ?? null,
  open: () => ({
    async send({ to, body }, signal) {
      const { status } = await fetch(to, { method: 'POST', body, signal })
      if (status === 410) throw new Undeliverable('Gone')
      if (status !== 200) throw new Error(`Answered ${status}`)
    },
    close: async () => {},
  }),
}

describe.each(engines)('deliveries on %s', (engine) => {
  let server: TestServer
  let receiver: Listening
  let deliveries: Deliveries
  /** What arrived, in order, and what it is answered: 200 where nothing else is said; null is no answer at all. */
  let arrived: string[]
  let answers: Record<string, number | null>
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    arrived = []
    answers = {}
    receiver = await listening(async (request, response) => {
      const body = await text(request)
      arrived.push(body)
      const status = answers[body] === undefined ? 200 : answers[body]
      if (status !== null) response.writeHead(status).end()
    })
    deliveries = openDeliveries([posts], server.instance)
  })
  afterEach(async () => {
    await receiver.close()
    await deliveries.close()
    await dropDeliveries(server.instance, posts)
    server.logs.length = 0
  })

  const post = (body: string, more: Partial<Post> = {}): Post => ({ to: receiver.origin, kind: 'greeting', body, ...more })
  const add = (...items: Post[]) =>
    transaction(server.instance, async (tx) => {
      for (const item of items) await deliveries.add(tx, posts, item)
    })
  const rows = ({ instance } = server) =>
    instance.db.selectFrom('messages').selectAll().where('channel', '=', 'post').orderBy('position').execute()
  const states = async () => (await rows()).map(({ status, attempts }) => `${status} after ${attempts}`)
  const complaints = () => server.logs.map(({ level, message, attempts }) => `${level}: ${message} (${attempts})`)

  test('an added item leaves after the commit, and not at all when the transaction fails', async () => {
    const failing = transaction(server.instance, async (tx) => {
      await deliveries.add(tx, posts, post('never'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await add(post('hello'))
    await deliveries.deliver()
    expect(arrived).toEqual(['hello'])
    expect(await states()).toEqual(['sent after 1'])
  })

  test('an item that fails is tried again when its channel says, and given up when it says so', async () => {
    answers.hello = 503
    await add(post('hello'))
    await deliveries.deliver()
    for (const [waitMs, attempts] of [
      [4_999, 1],
      [1, 2],
      [2 * hour - 1, 2],
      [1, 3],
      [22 * hour - 1, 3],
    ] as const) {
      server.clock.advance(waitMs)
      await deliveries.deliver()
      expect(await states()).toEqual([`waiting after ${attempts}`])
    }
    server.clock.advance(1)
    await deliveries.deliver()
    expect(await states()).toEqual(['failed after 4'])
    server.clock.advance(100 * hour)
    await deliveries.deliver()
    expect(arrived).toHaveLength(4)
    const tried = [1, 2, 3].map((attempts) => `warn: Post was not accepted, will be tried again (${attempts})`)
    expect(complaints()).toEqual([...tried, 'error: Post was given up (4)'])
  })

  test('an item is given up at once where its channel knows that it is for good, and holds up no other', async () => {
    answers.gone = 410
    await add(post('gone'), post('hello'))
    await deliveries.deliver()
    server.clock.advance(hour)
    await deliveries.deliver()
    expect(arrived.toSorted()).toEqual(['gone', 'hello'])
    expect(await states()).toEqual(['failed after 1', 'sent after 1'])
    expect(complaints()).toEqual(['error: Post was given up (1)'])
  })

  test('an item is not sent any more once it has expired', async () => {
    answers.late = 503
    await add(post('late', { expiresAt: server.clock.now() + 5_000 }))
    await deliveries.deliver()
    server.clock.advance(5_000)
    await deliveries.deliver()
    expect(arrived).toEqual(['late'])
    expect(await states()).toEqual(['failed after 2'])
  })

  test('as many items leave at once as their channel says', async () => {
    const bodies = ['a', 'b', 'c', 'd']
    const held: Array<() => void> = []
    receiver.server.removeAllListeners('request').on('request', async (request, response) => {
      arrived.push(await text(request))
      held.push(() => response.end())
      receiver.server.emit('arrival')
    })
    await add(...bodies.map((body) => post(body)))
    const delivered = deliveries.deliver()
    while (arrived.length < 3) await once(receiver.server, 'arrival')
    expect((await rows()).map(({ status }) => status)).toEqual(['sending', 'sending', 'sending', 'waiting'])
    const fourth = once(receiver.server, 'arrival')
    for (const answer of held.splice(0)) answer()
    await fourth
    held[0]!()
    await delivered
    expect(arrived.toSorted()).toEqual(bodies)
  })

  test('an item is cut off after the longest time of its channel', async () => {
    const hasty = { ...posts, longestMs: 200 }
    const own = openDeliveries([hasty], server.instance)
    answers.silent = null
    await own.add(server.instance, hasty, post('silent'))
    await own.deliver()
    expect(arrived).toEqual(['silent'])
    expect(await states()).toEqual(['waiting after 1'])
    expect(server.logs).toMatchObject([{ level: 'warn', error: 'The operation was aborted due to timeout' }])
    await own.close()
  })

  test('one channel waits for no other', async () => {
    const others = { ...posts, name: 'other' }
    const both = openDeliveries([others, posts], server.instance)
    answers.silent = null
    await both.add(server.instance, others, post('silent'))
    const delivered = both.deliver()
    await vi.waitUntil(() => arrived.includes('silent'))
    await both.add(server.instance, posts, post('hello'))
    void both.deliver()
    await vi.waitUntil(() => arrived.includes('hello'))
    const silent = server.instance.db.selectFrom('messages').select('status').where('channel', '=', 'other')
    expect(await silent.execute()).toEqual([{ status: 'sending' }])
    receiver.server.closeAllConnections()
    await delivered
    await both.close()
    await dropDeliveries(server.instance, others)
  })

  test('a node leaves items of a channel that it does not know to those that do', async () => {
    const newer = { ...posts, name: 'newer' }
    const both = openDeliveries([posts, newer], server.instance)
    await both.add(server.instance, newer, post('hello'))
    await deliveries.deliver()
    expect(arrived).toEqual([])
    await both.deliver()
    expect(arrived).toEqual(['hello'])
    expect(server.logs).toEqual([])
    await both.close()
    await dropDeliveries(server.instance, newer)
  })

  test('two nodes that look at once send each item once', async () => {
    const other = openDeliveries([posts], server.instance)
    const bodies = Array.from({ length: 12 }, (_, index) => `${index}`)
    await add(...bodies.map((body) => post(body)))
    await Promise.all([deliveries.deliver(), other.deliver(), deliveries.deliver(), other.deliver()])
    expect(arrived.toSorted()).toEqual(bodies.toSorted())
    await other.close()
  })

  test('an item that a node took before it died is sent by another after twice the longest time', async () => {
    answers.hello = null // the node dies before the answer comes
    const taken = once(receiver.server, 'request')
    const dying = openDeliveries([{ ...posts, open: neverEnding }], server.instance)
    await dying.add(server.instance, posts, post('hello'))
    void dying.deliver()
    await taken
    delete answers.hello
    server.clock.advance(19_999)
    await deliveries.deliver()
    expect(await states()).toEqual(['sending after 1'])
    server.clock.advance(1)
    await deliveries.deliver()
    expect(await states()).toEqual(['sent after 2'])
  })

  test('items that are added together leave in one look, and there is another for what was not committed by then', async () => {
    let looks = 0
    await deliveries.close()
    deliveries = openDeliveries([posts], {
      ...server.instance,
      unsynced: (write) => {
        looks += 1
        return server.instance.unsynced(write)
      },
    })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      await add(post('a'))
      vi.advanceTimersByTime(49)
      await add(post('b'))
      expect(looks).toBe(0)
      vi.advanceTimersByTime(1)
      while (arrived.length < 2) await setImmediate()
      expect(arrived.toSorted()).toEqual(['a', 'b'])
      await deliveries.deliver() // what is under way has ended

      looks = 0
      vi.advanceTimersByTime(49)
      expect(looks).toBe(0)
      vi.advanceTimersByTime(1)
      expect(looks).toBe(1)
      await deliveries.deliver()
      looks = 0
      vi.advanceTimersByTime(1_000)
      expect(looks).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('an item of a channel that nobody listed is refused, so that nothing waits in vain', async () => {
    const unlisted = { ...posts, name: 'unlisted' }
    await expect(deliveries.add(server.instance, unlisted, post('hello'))).rejects.toThrow(
      'Nothing is delivered by unlisted: edges/channels.ts does not list it.',
    )
    const all = await server.instance.db.selectFrom('messages').select('id').execute()
    expect(all).toEqual([])
  })

  test('attack: a waiting item can neither be read in the database nor be sent by another channel', async () => {
    await add(post('a secret'))
    const sealed = (await rows())[0]!.sealed_content!
    expect(sealed).not.toContain('secret')
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('secret')
    expect(() => server.instance.vault.open(sealed, 'mail')).toThrow()
  })

  test('items are deleted a month after they were sent or given up, and never while they wait', async () => {
    answers = { gone: 410, busy: 503 }
    await add(post('hello'), post('gone'), post('busy'))
    await deliveries.deliver()
    await deliveries.close() // nothing is tried again while the month goes by
    const housekeeping = startHousekeeping(server.instance, purges)

    server.clock.advance(30 * 24 * hour)
    await housekeeping.run()
    expect(await states()).toEqual(['sent after 1', 'failed after 1', 'waiting after 1'])
    server.clock.advance(20_001)
    await housekeeping.run()
    expect(await states()).toEqual(['waiting after 1'])
    await housekeeping.close()
  })

  test('production keeps no row of what was delivered, and no content of what was given up', async () => {
    const production = await testServer(engine, { environment: 'production' })
    const { instance } = production
    answers.gone = 410
    const own = openDeliveries([posts], instance)
    for (const body of ['hello', 'gone']) await own.add(instance, posts, post(body))
    await own.deliver()
    expect(arrived.toSorted()).toEqual(['gone', 'hello'])
    expect(await rows(production)).toMatchObject([{ status: 'failed', sealed_content: null }])
    await own.close()
    await production.close()
  })
})

/** Takes what it is given and never comes to an end with it. */
const neverEnding: Channel<Post>['open'] = () => ({
  send: async ({ to, body }) => {
    fetch(to, { method: 'POST', body }).catch(() => {}) // its node is gone when the connection ends
    await new Promise(() => {})
  },
  close: async () => {},
})
