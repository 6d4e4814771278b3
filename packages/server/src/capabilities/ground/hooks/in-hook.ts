/**
 * Which hook is running, for what it calls. A request that a hook sends to its own server would wait for the transaction that waits for
 * the hook: on SQLite any, on PostgreSQL one that meets the same rows. So it is refused, on both.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Options } from '../../../start/options.js'

interface Running {
  name: string
  /** The server that the hook belongs to; it may call others. */
  options: Options
  isOver: boolean
}

const running = new AsyncLocalStorage<Running>()

/** What the hook starts and leaves behind may call the server once the hook is over. */
export async function inHook<T>(options: Options, name: string, work: () => T | Promise<T>): Promise<T> {
  const hook: Running = { name, options, isOver: false }
  try {
    return await running.run(hook, work)
  } finally {
    hook.isOver = true
  }
}

/** @throws for a call that comes out of a hook of this server, inside of its transaction */
export function refuseInHook(options: Options): void {
  const hook = running.getStore()
  if (!hook || hook.isOver || hook.options !== options) return
  throw new Error(
    `The hook ${hook.name} calls its own server, which waits for the hook: the event has the resource, and tx runs SQL. Call the server before or after, or after the hook.`,
  )
}
