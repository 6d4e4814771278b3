/** Opens an instance; again and again, less and less often, while its database is away. A fault that doesn't pass is final. */
import { DatabaseUnavailable } from '../database/unavailable.js'
import type { Log } from './frontdesk-options.js'
import type { Instance } from './instance.js'
import type { OpenInstance } from './open-instance.js'

export interface Opening {
  /** Rejects with what is wrong at present. Only the first attempt is waited for. */
  instance(): Promise<Instance>
  /** Resolves once it is open; rejects with what waiting does not mend. */
  settled(): Promise<Instance>
  close(): Promise<void>
}

const firstWaitMs = 250
const longestWaitMs = 5_000

export function startOpening(open: () => Promise<OpenInstance>, log: Log): Opening {
  let latest = open()
  let isClosed = false
  let endWait = () => {}
  const trying = tryUntilOpen()

  async function tryUntilOpen(): Promise<void> {
    let reported = ''
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const fault = await faultOf(latest)
      if (!(fault instanceof DatabaseUnavailable)) {
        if (reported && !fault) log({ level: 'info', message: 'The database answers.' })
        return
      }
      await wait(waitMs)
      if (isClosed) return
      if (fault.message !== reported) log({ level: 'warn', message: `${fault.message}. It is tried again until it answers.` })
      reported = fault.message
      const attempt = open()
      await faultOf(attempt) // requests are refused meanwhile: a silent server would keep each of them waiting
      latest = attempt
    }
  }

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      endWait = resolve
      setTimeout(resolve, ms).unref()
    })

  return {
    async instance() {
      if (isClosed) throw new DatabaseUnavailable(new Error('This server is closed: call frontdesk() or createFrontdesk() again'))
      return (await latest).instance
    },
    async settled() {
      await trying
      return (await latest).instance
    },
    async close() {
      isClosed = true
      endWait()
      await trying
      await latest.then(
        (opened) => opened.close(),
        () => {}, // nothing was opened
      )
    },
  }
}

const faultOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => null,
    (fault: unknown) => fault,
  )
