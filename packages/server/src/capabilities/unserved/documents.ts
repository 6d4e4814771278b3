import { errors, type Method, unservedOperations, unversionedOperations } from '@frontdesk/contract'
import { documentRoute } from '../../http/route.js'

/** What Clerk's API has and this one not yet: who calls it is told so, instead of looking for a mistake in the address. */
export function unservedDocuments(basePath: string) {
  const below = (prefix: string, groups: Record<string, Record<string, string>>) => {
    const lines = new Set(Object.values(groups).flatMap((operations) => Object.values(operations))) // two names may share one line
    return [...lines].map((line) => {
      const [method, path] = line.split(' ') as [Method, string] // a line of the table is a method, a space and a path
      return documentRoute(method, `${prefix}${path}`, async () => {
        throw errors.operationUnserved(line)
      })
    })
  }
  return [...below(`${basePath}/api/v1`, unservedOperations), ...below(`${basePath}/api`, unversionedOperations)]
}
