/** The events that some work causes, in order. */
import { requireSpecifiedEvent } from '../../../../tests/conformance/require-specified.js'
import { fromJson } from '../database/columns.js'
import type { TestServer } from './test-server.js'

export interface TestEvent {
  type: string
  data: unknown
}

/** The events that `work` causes, with what they say: each as Clerk's specification has it. */
export async function eventsOf(server: TestServer, work: () => Promise<unknown>): Promise<TestEvent[]> {
  const before = (await server.events()).length
  await work()
  const rows = await server.instance.db.selectFrom('events').selectAll().orderBy('position').execute()
  const events = rows.slice(before).map((row) => ({ type: row.type, data: fromJson<unknown>(row.data) }))
  for (const event of events) requireSpecifiedEvent(event)
  return events
}

/** The types of the events that `work` causes. */
export async function eventTypesOf(server: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  return (await eventsOf(server, work)).map(({ type }) => type)
}
