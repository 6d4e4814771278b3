import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Queryable } from './open.js'
import type { Tables } from './tables.js'

/** Stands for an argument while a query is compiled. */
class Argument {
  constructor(readonly position: number) {}
}

/**
 * A query that is built once. Kysely builds and compiles a query each time, which takes several times as long as SQLite's answer, so what
 * nearly every request asks is prepared. The arguments may only be compared with columns or written to them.
 */
export function prepared<Args extends unknown[], Row>(
  build: (db: Kysely<Tables>, ...args: Args) => Compilable<Row>,
): (on: Queryable, ...args: Args) => Promise<Row[]> {
  const compiled = new Map<string, CompiledQuery<Row>>()

  function compile(db: Kysely<Tables>, dialect: string): CompiledQuery<Row> {
    const stands = Array.from({ length: build.length - 1 }, (_, position) => new Argument(position))
    const query = build(db, ...(stands as unknown as Args)).compile() // Kysely hands values on unseen
    compiled.set(dialect, query)
    return query
  }

  return async ({ db, dialect }, ...args) => {
    const query = compiled.get(dialect) ?? compile(db, dialect)
    const parameters = query.parameters.map((value) => (value instanceof Argument ? args[value.position] : value))
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}
