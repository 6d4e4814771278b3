import {
  errors,
  splitLine,
  unservedFrontendLines,
  unservedOperations,
  unversionedFrontendLines,
  unversionedOperations,
} from '@frontdesk/contract'
import { type DocumentRoute, documentRoute } from '../../wire/route.js'

/** What Clerk's APIs have and these not yet: who calls it is told so, instead of looking for a mistake in the address. */
export function unservedDocuments(basePath: string): DocumentRoute[] {
  const below = (prefix: string, lines: readonly string[]) =>
    [...new Set(lines)].map((line) => {
      const [method, path] = splitLine(line)
      return documentRoute(method, `${prefix}${path}`, { counts: [] }, async () => {
        throw errors.operationUnserved(line)
      })
    })
  return [
    ...below(`${basePath}/v1`, unservedFrontendLines),
    ...below(basePath, unversionedFrontendLines),
    ...below(`${basePath}/api/v1`, linesOf(unservedOperations)),
    ...below(`${basePath}/api`, linesOf(unversionedOperations)),
  ]
}

const linesOf = (groups: Record<string, Record<string, string>>) =>
  Object.values(groups).flatMap((operations) => Object.values(operations))
