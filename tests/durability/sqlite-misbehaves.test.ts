/** What SQLite can do to the server on a bad day: a full disk, one that may not be written, a file that another process holds. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../packages/server/src/database/open.js'
import { createFrontdesk, type OwnFrontdesk } from '../../packages/server/src/server.js'
import type { LogLine } from '../../packages/server/src/start/frontdesk-options.js'

let folder: string
let frontdesk: OwnFrontdesk
let logs: LogLine[]
let users = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-misbehaves-'))
  logs = []
})
afterEach(async () => {
  await frontdesk.close()
  rmSync(folder, { recursive: true })
})

function open(): void {
  frontdesk = createFrontdesk({
    databaseUrl: `sqlite:${join(folder, 'data/users.db')}`,
    encryptionKey: 'a key for tests, of 32 characters',
    log: (line) => logs.push(line),
  })
}

async function backend(method: string, path: string, body?: object) {
  const { keys } = await frontdesk.ready()
  const response = await frontdesk.fetch(
    new Request(`http://localhost:3000/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const addUser = () =>
  backend('POST', '/users', { email_address: [`user-${users++}@example.com`], skip_password_requirement: true })
const health = async () => {
  const answer = await frontdesk.fetch(new Request('http://localhost:3000/__clerk/v1/health'))
  return [answer.status, ((await answer.json()) as { status: string }).status]
}

/** Adds people until one is refused. Answers how many there are. */
async function fill(): Promise<number> {
  for (let count = 1; count < 5_000; count++) {
    const { status, headers, body } = await addUser()
    if (status === 200) continue
    expect([status, body]).toMatchObject([503, { errors: [{ code: 'service_unavailable' }] }])
    expect(headers.get('retry-after')).toBe('1')
    return count - 1
  }
  throw new Error('The disk was never full')
}
const countOf = async (type: string) => {
  const { db } = await frontdesk.ready()
  const [row] = await db
    .selectFrom('events')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('type', '=', type)
    .execute()
  return row!.count
}

describe('a database that may not grow', () => {
  test('a SQLite database that may not grow refuses writes with 503, logs that it is full, keeps nothing by half, and recovers', async () => {
    open()
    const { db } = await frontdesk.ready()
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
    await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count + 4)}`.execute(db)

    const count = await fill()
    expect(inspect(logs, { depth: 5 })).toContain('database or disk is full')
    expect(inspect(logs, { depth: 5 })).not.toContain('cannot rollback')
    expect(await countOf('user.created')).toBe(count)
    expect((await backend('GET', '/users/count')).body).toMatchObject({ total_count: count })

    await sql`pragma max_page_count = 1000000`.execute(db)
    expect((await addUser()).status).toBe(200)
    expect((await backend('GET', '/users/count')).body).toMatchObject({ total_count: count + 1 })
  })
})

describe('a full disk', () => {
  test('a full disk is told in the log and by health; reading goes on, no write is tried, and all works once there is room', async ({
    skip,
  }) => {
    const mount = mountSmallDisk()
    skip(mount === null, 'only root can mount a small disk')
    try {
      open()
      expect(await health()).toEqual([200, 'healthy'])
      const count = await fill()
      expect(inspect(logs, { depth: 5 })).toContain('database or disk is full')
      expect((await backend('GET', '/users/count')).body).toMatchObject({ total_count: count })

      expect(await health()).toEqual([503, 'unhealthy'])
      const { db } = await frontdesk.ready()
      const small = db.updateTable('counters').set({ value: 0 }).where('name', '=', 'nothing')
      await expect(small.execute()).rejects.toThrow('The disk of the database is full')

      mount!.grow()
      expect(await health()).toEqual([200, 'healthy'])
      expect((await addUser()).status).toBe(200)
      expect(await countOf('user.created')).toBe(count + 1)

      mount!.leave(700_000) // little, but nobody has found it too little
      expect((await addUser()).status).toBe(200)
      await frontdesk.close()
    } finally {
      mount?.remove()
    }
  })

  function mountSmallDisk() {
    const place = join(folder, 'data')
    try {
      execFileSync('mkdir', [place])
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place], { stdio: 'ignore' })
    } catch {
      return null
    }
    return {
      grow: () => execFileSync('mount', ['-o', 'remount,size=20m', place]),
      leave(bytes: number) {
        const { bavail, bsize } = statfsSync(place)
        writeFileSync(join(place, 'others'), Buffer.alloc(bavail * bsize - bytes))
      },
      remove: () => execFileSync('umount', ['-l', place]),
    }
  }
})

test('a lock that another process holds for long on SQLite is told as 503, and leaves nothing behind', async () => {
  open()
  await frontdesk.ready()
  const other = await openDatabase(`sqlite:${join(folder, 'data/users.db')}`)
  await other.db.transaction().execute(async (tx) => {
    await sql`update counters set value = value`.execute(tx)
    const { status, body } = await addUser()
    expect([status, body]).toMatchObject([503, { errors: [{ code: 'service_unavailable' }] }])
  })
  expect((await addUser()).status).toBe(200)
  expect(await countOf('user.created')).toBe(1)
  await other.close()
})
