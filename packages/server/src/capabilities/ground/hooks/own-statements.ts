/** The transaction as a hook holds it: one statement after the other, for as long as the hook runs. */
import type { HeldClient, HeldConnection, HeldFile, HeldStatement } from '../../../database/held.js'
import { firstWords } from '../../../database/statement-text.js'
import type {
  HookTransaction,
  PostgresClient,
  PostgresQuery,
  PostgresResult,
  SqliteClient,
  SqliteClientStatement,
} from '../../../start/hook-types.js'

export interface OwnStatements {
  tx: HookTransaction
  /** Waits for what is under way, and refuses what is asked from then on. Rejects if what was not awaited failed. */
  end(): Promise<void>
  /** Refuses it at once. Answers whether something is under way that has to be given up. */
  abandon(): boolean
}

/** `late` is told when something is asked after the end. */
export function ownStatements(held: HeldConnection, name: string, late: (error: Error) => void): OwnStatements {
  let isOver = false
  let running = 0
  let last: Promise<unknown> = Promise.resolve()

  function requireOpen(text: string): void {
    if (isOver) {
      const error = new Error(`The hook ${name} has ended, and its transaction with it: await in it whatever it asks`)
      late(error)
      throw error
    }
    if (endsTransaction(text))
      throw new Error('The transaction is that of the event: a hook neither begins nor ends one. Use a savepoint to undo a part.')
  }

  /** One after the other, in the order in which they were asked. */
  function inTurn<T>(text: string, work: () => T | Promise<T>): Promise<T> {
    running++
    const before = last
    const turn = (async () => {
      await before.catch(() => {}) // it tells whoever asked it
      requireOpen(text)
      return work()
    })().finally(() => running--)
    turn.catch(() => {}) // a failure that nobody awaits is told by `end`
    last = turn
    return turn
  }

  const { engine } = held
  const query = <Row>(text: string, values: readonly unknown[] = []) =>
    inTurn(text, async () => (await rowsOf(held, text, values)) as Row[])
  const client = held.engine === 'sqlite' ? sqliteClient(held, requireOpen) : postgresClient(held, inTurn)

  return {
    tx: {
      engine,
      query,
      sql: <Row>(texts: TemplateStringsArray, ...values: unknown[]) => query<Row>(textOf(engine, texts), values),
      client: <Client>() => client as Client, // what it is like is known to who asks
    },
    async end() {
      while (running > 0) await last
      isOver = true
    },
    abandon() {
      isOver = true
      return running > 0
    },
  }
}

/** Parts of a transaction may be undone; it begins and ends with the verb. */
function endsTransaction(text: string): boolean {
  const words = firstWords(text)
  return /^(begin|start|commit|end|abort|prepare transaction)\b/.test(words) || (/^rollback\b/.test(words) && !/ to$/.test(words))
}

function textOf(engine: HookTransaction['engine'], texts: readonly string[]): string {
  return texts.reduce((text, next, position) => `${text}${engine === 'sqlite' ? '?' : `$${position}`}${next}`)
}

async function rowsOf(held: HeldConnection, text: string, values: readonly unknown[]): Promise<unknown[]> {
  if (held.engine === 'postgres') return (await held.ask({ text, values: [...values] })).rows
  const statement = held.prepare(text)
  if (statement.reader) return statement.all(bound(values))
  statement.run(bound(values))
  return []
}

/** What is left out is null, as it is for PostgreSQL's driver. */
const bound = (values: readonly unknown[]): unknown[] => values.map((value) => value ?? null)

function sqliteClient(held: HeldFile, requireOpen: (text: string) => void): SqliteClient {
  function statementOf(text: string, statement: HeldStatement, isRaw: boolean): SqliteClientStatement {
    const rows = (values: unknown[]) => {
      requireOpen(text)
      return isRaw ? statement.lists(bound(values.flat())) : statement.all(bound(values.flat()))
    }
    return {
      reader: statement.reader,
      all: (...values) => rows(values),
      get: (...values) => rows(values)[0],
      iterate: (...values) => rows(values).values(),
      run(...values) {
        requireOpen(text)
        return statement.run(bound(values.flat()))
      },
      raw: () => statementOf(text, statement, true),
    }
  }

  function prepare(text: string): SqliteClientStatement {
    requireOpen(text)
    return statementOf(text, held.prepare(text), false)
  }
  const run = (text: string) => prepare(text).run()

  return {
    prepare,
    transaction:
      (work) =>
      (...args) => {
        run('savepoint part_of_hook')
        try {
          return work(...args)
        } catch (error) {
          run('rollback to part_of_hook')
          throw error
        } finally {
          run('release part_of_hook')
        }
      },
    close: () => {},
  }
}

function postgresClient(held: HeldClient, inTurn: <T>(text: string, work: () => T | Promise<T>) => Promise<T>): PostgresClient {
  const client: PostgresClient = {
    query<Row>(asked: string | PostgresQuery, values: readonly unknown[] = []) {
      const { text, values: own = values, rowMode, types } = typeof asked === 'string' ? { text: asked } : asked
      const config = { text, values: [...own], ...(rowMode && { rowMode }), ...(types && { types: types as never }) } // the driver's own type
      return inTurn(text, () => held.ask(config) as Promise<PostgresResult<Row>>)
    },
    connect: async () => client,
    release: () => {},
    end: async () => {},
  }
  return client
}
