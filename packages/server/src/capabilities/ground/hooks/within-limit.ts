import { HookFailure } from '../../../wire/hook-failure.js'

export interface Limit {
  /** Runs `work` for as long as there is time left. @throws HookFailure when it takes longer; what it does then is nobody's any more */
  within<T>(hook: string, work: () => T | Promise<T>): Promise<T>
  end(): void
}

/** One limit for all hooks until its end: who waits for the transaction doesn't care which of them takes how long. */
export function startLimit(ms: number): Limit {
  let isReached = false
  let onReached = () => {}
  const timer = setTimeout(() => {
    isReached = true
    onReached()
  }, ms)

  return {
    within(hook, work) {
      const limit = new Promise<never>((_, reject) => {
        onReached = () =>
          reject(
            new HookFailure(hook, `was not done within ${ms} ms (hookLimitMs), and nothing of what it was told has happened`),
          )
        if (isReached) onReached()
      })
      return Promise.race([limit, (async () => work())()])
    },
    end: () => clearTimeout(timer),
  }
}
