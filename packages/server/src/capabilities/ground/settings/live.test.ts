import { expect, test } from 'vitest'
import type { LogLine } from '../../../start/frontdesk-options.js'
import { holdSettings } from './live.js'
import { resolve, settingsOf } from './settings.js'
import type { Snapshot } from './stored.js'

const snapshot = (version: number): Snapshot => ({ version, settings: settingsOf(resolve({}, {})) })

/** Settings whose database answers what `stored` says, or not at all. */
function held() {
  const logs: LogLine[] = []
  const database = { stored: snapshot(1), fault: null as Error | null, time: 0 }
  const live = holdSettings({
    first: snapshot(1),
    async read(known) {
      if (database.fault) throw database.fault
      return known === database.stored.version ? null : database.stored
    },
    elapsed: () => database.time,
    log: (line) => logs.push(line),
  })
  return { live, database, logs }
}

test('newer settings hold as soon as they are read, and older ones after a backup is put back', async () => {
  const { live, database } = held()
  for (const version of [2, 1]) {
    database.stored = snapshot(version)
    await live.refresh()
    expect(live.current()).toBe(database.stored)
  }
  await live.close()
})

test('settings committed before a refresh are current after it, also while another look is under way', async () => {
  const { live, database } = held()
  const earlier = live.refresh()
  database.stored = snapshot(2)
  await live.refresh()
  expect(live.current().version).toBe(2)
  await earlier
  await live.close()
})

test('while the database does not answer, the last settings hold, and after ten seconds count as stale, with one line in the log', async () => {
  const { live, database, logs } = held()
  database.fault = new Error('away')
  database.time = 10_000
  await live.refresh()
  expect([await live.isFresh(), live.current().version, logs]).toEqual([true, 1, []])

  database.time = 10_001
  expect([await live.isFresh(), live.current().version]).toEqual([false, 1])
  expect(await live.isFresh()).toBe(false)
  expect(logs).toEqual([expect.objectContaining({ level: 'error', error: database.fault })])

  database.fault = null
  database.stored = snapshot(2)
  expect([await live.isFresh(), live.current().version]).toEqual([true, 2])
  await live.close()
})
