/** `expect(answer).toBeRefused(422, 'form_param_missing', 'password')`: the status, the first error's code, and its parameter if one is named. */
import { expect } from 'vitest'
import type { Answer } from './test-server.js'

interface Refusals<R> {
  toBeRefused(status: number, code: string, parameter?: string): R
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares its own interface so
  interface Matchers<T = any> extends Refusals<T> {}
}

expect.extend({
  toBeRefused(answer: Pick<Answer, 'status' | 'body'>, status: number, code: string, parameter?: string) {
    const error = answer.body?.errors?.[0]
    const expected = { status, code, ...(parameter !== undefined && { parameter }) }
    const actual = {
      status: answer.status,
      code: error?.code,
      ...(parameter !== undefined && { parameter: error?.meta?.param_name }),
    }
    return {
      pass: this.equals(actual, expected) && answer.body.response === undefined,
      expected,
      actual: error ? actual : answer,
      message: () => `expected the answer${this.isNot ? ' not' : ''} to be refused with ${status} ${code}`,
    }
  },
})
