/** Which file asks for which table, read from the query calls in its source. */
import { read } from './documents.js'
import { importsUnder } from './imports.js'

export interface Query {
  /** From the repository's root, with `/`. */
  file: string
  table: string
  isWrite: boolean
}

const database = 'packages/server/src/database'
const ownFunctions = [...read(`${database}/rows.ts`).matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
  ([, name]) => name!,
)

/** Kysely's methods that name a table, and our own functions for rows. */
const reads = ['selectFrom', 'from', 'using', '(?:inner|left|right|full|cross)(?:Lateral)?Join']
const writes = ['insertInto', 'replaceInto', 'mergeInto', 'updateTable', 'deleteFrom', ...ownFunctions]
const inCalls = (names: string[]) =>
  new RegExp(`\\b(?:${names.join('|')})(?:<[^>]*>)?\\(\\s*(?:[\\w.]+,\\s*)?(\\[[^\\]]*\\]|['"\`][^'"\`]*['"\`])`, 'g')
const inStatements = /\bsql(?:<[^>]*>)?`([^`]*)`/g

/** Each table that a room declares, and the room's folder: where `tables.ts` of the database imports the type of its rows from. */
export function tableOwners(): Map<string, string> {
  const source = read(`${database}/tables.ts`)
  const folders = new Map(
    [...source.matchAll(/import type \{ ([^}]+) \} from '\.\.\/(.+)\/tables\.js'/g)].flatMap(([, types, folder]) =>
      types!.split(', ').map((type) => [type, folder!] as const),
    ),
  )
  return new Map([...source.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, table, type]) => [table!, folders.get(type!)!]))
}

/** Every query of these tables in the sources below a folder, tests left out. */
export function queriesUnder(folder: string, tables: string[]): Query[] {
  const files = [...new Set(importsUnder(folder).map(({ from }) => from))]
  return files.flatMap((file) => queriesIn(read(file), tables).map((query) => ({ file, ...query })))
}

/** The tables among these that a source names in calls of the query builder, and in SQL, which counts as a write. */
export function queriesIn(source: string, tables: string[]): Array<Omit<Query, 'file'>> {
  const statements = [...source.matchAll(inStatements)].map(([, statement]) => statement!).join('\n')
  const named = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, name]) => name!)
  const tablesIn = (argument: string) => [...argument.matchAll(/['"`](\w+)/g)].map(([, name]) => name!)
  const read = new Set(named(inCalls(reads), source).flatMap(tablesIn))
  const written = new Set(named(inCalls(writes), source).flatMap(tablesIn))
  for (const name of named(/\b(?:from|join|into|update)\s+"?(\w+)"?/gi, statements)) written.add(name)
  return tables.filter((table) => read.has(table) || written.has(table)).map((table) => ({ table, isWrite: written.has(table) }))
}
