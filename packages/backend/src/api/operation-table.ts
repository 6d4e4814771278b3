/** Every operation of the Backend API, by group and method of `clerkClient`. */
import { backendOperations, splitLine, unservedOperations, unversionedOperations } from '@frontdesk/contract/operations'
import { camelCase, isPlain } from './casing.js'
import type { ApiCall } from './transport.js'

/** One line of the contract's table, such as `'PATCH /users/{user_id}'`. */
export interface OperationLine {
  line: string
  isUnversioned: boolean
}

export type OperationTable = Record<string, Record<string, OperationLine>>

export const operationTable: OperationTable = {}
add(backendOperations, false)
add(unservedOperations, false)
add(unversionedOperations, true)

function add(groups: Record<string, Record<string, string>>, isUnversioned: boolean): void {
  for (const [group, lines] of Object.entries(groups)) {
    operationTable[group] ??= {}
    for (const [name, line] of Object.entries(lines)) operationTable[group][name] = { line, isUnversioned }
  }
}

/**
 * Builds the request for a line and the arguments of its method. Path parameters come first, in order, or by name in one object. The rest is
 * the query of a GET or DELETE, and the body of other methods.
 * @throws TypeError if a path parameter is missing or would change the path
 */
export function callFor({ line, isUnversioned }: OperationLine, args: unknown[]): ApiCall {
  const [method, template] = splitLine(line)
  const rest = [...args]
  const named = template.includes('{') && isPlain(rest[0]) ? { ...rest[0] } : undefined

  const path = template.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const name = camelCase(parameter)
    const value = named ? named[name] : rest.shift()
    if (named) delete named[name]
    return segment(value, name)
  })
  const params = named ?? (rest[0] as object | undefined) // methods take only objects here
  const isRead = method === 'GET' || method === 'DELETE'
  return { method, path, isUnversioned, ...(isRead ? { query: params } : { body: params }) }
}

/** One segment of a path: an id with `/` or `..` in it stays one segment. */
export function segment(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || /^\.+$/.test(value))
    throw new TypeError(`A valid resource ID is required: ${name}.`)
  return encodeURIComponent(value)
}
