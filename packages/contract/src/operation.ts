/**
 * An operation is one line of the operation table (`operations.ts`: name, method, path) joined with its shapes. The server mounts
 * a route for it, the SDK and the browser client call it, and the ledger counts it: nothing about it is written anywhere else.
 */
import type * as z from 'zod'
import { type Method, partsOf } from './operations.js'

/** One line of the table, such as `'PATCH /users/{user_id}'`. */
export type Line = `${Method} /${string}`

/** The names between braces in a path: `'/users/{user_id}'` gives `'user_id'`. */
export type PathParameter<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never

export interface Shapes {
  /** The query string; absent means that none is read. */
  query?: z.ZodObject
  /** The JSON or form body; absent means that none is read. Unknown keys are refused with `form_param_unknown`. */
  body?: z.ZodObject
  /** The longest body that is read, where it is not the 32 KB of the Frontend API or the megabyte of the Backend API. */
  maxBodyBytes?: number
  /** What a success carries: on the Frontend API the `response` of the envelope, unless `bare`. */
  response: z.ZodType
  /** Frontend API only: the response goes out as it is, without the `{ response, client }` envelope. */
  bare?: true
  /** The response has a `version`, which goes out as the ETag as well, for `If-Match`. */
  versioned?: true
}

export interface Operation<Id extends string = string, Path extends string = string, S extends Shapes = Shapes> {
  id: Id
  api: 'frontend' | 'backend'
  method: Method
  path: Path
  shapes: S
}

type PathOf<L> = L extends `${Method} ${infer Path}` ? Path : never

/** Joins lines of the operation table with their shapes; every line needs shapes, and shapes without a line do not compile. */
export function defineOperations<const Lines extends Record<string, Line>, const S extends Record<keyof Lines, Shapes>>(
  api: 'frontend' | 'backend',
  lines: Lines,
  shapes: S,
): { [Id in keyof Lines & string]: Operation<Id, PathOf<Lines[Id]>, S[Id]> } {
  const joined = Object.entries(lines).map(([id, line]) => {
    const [method, path] = partsOf(line)
    return [id, { id, api, method, path, shapes: shapes[id as keyof Lines] }]
  })
  return Object.fromEntries(joined)
}
