import { HookFailure } from '../../../wire/hook-failure.js'

export interface Limit {
  /** Runs `work` for as long as there is time left. @throws HookFailure when it takes longer; what it does then is nobody's any more */
  within<T>(hook: string, work: () => T | Promise<T>): Promise<T>
  end(): void
}

/** One limit for all hooks until its end: who waits for the transaction doesn't care which of them takes how long. */
export function startLimit(ms: number): Limit {
  const endsAt = performance.now() + ms
  let onReached = () => {}
  const timer = setTimeout(() => onReached(), ms)
  const isReached = () => performance.now() >= endsAt

  return {
    async within(hook, work) {
      const late = () =>
        new HookFailure(hook, `was not done within ${ms} ms (hookLimitMs), and nothing of what it was told has happened`)
      const limit = new Promise<never>((_, reject) => {
        onReached = () => reject(late())
        if (isReached()) onReached()
      })
      try {
        return await Promise.race([limit, (async () => work())()])
      } catch (error) {
        throw isReached() ? late() : error // PostgreSQL ends a statement at the limit as well, and may be heard first
      }
    },
    end: () => clearTimeout(timer),
  }
}
