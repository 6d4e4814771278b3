/**
 * An operation is one line of the operation table (`operations.ts`: name, method, path) joined with its shapes. The server's route, the
 * SDK's method, the browser client's method and the operations page are all derived from it.
 */
import type * as z from 'zod'
import { type Method, splitLine } from './operations.js'

/** One line of the table, such as `'PATCH /users/{user_id}'`. */
export type Line = `${Method} /${string}`

/** The names in braces in a path: `'user_id'` for `'/users/{user_id}'`. */
export type PathParameter<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never

export interface Shapes {
  /** The query string; ignored if absent. */
  query?: z.ZodObject
  /** The JSON or form body; ignored if absent. Unknown keys are refused with `form_param_unknown`. */
  body?: z.ZodObject
  /** The body is a JSON list of such objects: one at least, and at most so many. */
  maxItems?: number
  /** The size limit of the body; by default 32 KB in the Frontend API, 1 MB in the Backend API. */
  maxBodyBytes?: number
  /** The answer of a success: in the Frontend API the `response` of the envelope, unless `bare`. */
  response: z.ZodType
  /** Frontend API only: the answer is sent without the `{ response, client }` envelope. */
  bare?: true
  /** The answer has a `version`, which is also sent as its ETag, for `If-Match`. */
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

/** Joins lines of the operation table with their shapes. A line without shapes, or shapes without a line, does not compile. */
export function defineOperations<const Lines extends Record<string, Line>, const S extends Record<keyof Lines, Shapes>>(
  api: 'frontend' | 'backend',
  lines: Lines,
  shapes: S,
): { [Id in keyof Lines & string]: Operation<Id, PathOf<Lines[Id]>, S[Id]> } {
  const joined = Object.entries(lines).map(([id, line]) => {
    const [method, path] = splitLine(line)
    return [id, { id, api, method, path, shapes: shapes[id as keyof Lines] }]
  })
  return Object.fromEntries(joined)
}
