import type * as z from 'zod'
import { ApiError, type ErrorEntry, parameterErrors } from './errors.js'

type Issue = z.core.$ZodIssue

const maxEntries = 10 // a refusal need not list everything that was sent

/**
 * Turns a schema's issues into one 422 with the catalogue's entries, each with the dotted name of its parameter; only the first issues are
 * reported. Parse with `reportInput: true`, which distinguishes missing parameters from those of the wrong type. A custom issue may bring
 * its own error code in `params.code`.
 */
export function zodToErrors(error: z.ZodError): ApiError {
  return new ApiError(422, error.issues.slice(0, maxEntries).flatMap(entriesFor).slice(0, maxEntries))
}

function entriesFor(issue: Issue): ErrorEntry[] {
  const name = issue.path.join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, maxEntries).map((key) => parameterErrors.unknown([...issue.path, key].join('.')))
    case 'invalid_type':
    case 'invalid_union':
      return [issue.input === undefined ? parameterErrors.missing(name) : parameterErrors.type(name)]
    case 'too_big':
      return [
        issue.origin === 'string'
          ? parameterErrors.tooLong(name, Number(issue.maximum))
          : parameterErrors.value(name, `must be at most ${issue.maximum}`),
      ]
    case 'too_small':
      return [
        issue.origin === 'string' ? parameterErrors.nil(name) : parameterErrors.value(name, `must be at least ${issue.minimum}`),
      ]
    case 'invalid_value':
      return [valueEntry(issue, name)]
    case 'custom':
      return [customEntry(issue, name)]
    case 'invalid_format':
      return [parameterErrors.format(name, issue.message)]
    default:
      return [parameterErrors.type(name)]
  }
}

function valueEntry(issue: z.core.$ZodIssueInvalidValue, name: string): ErrorEntry {
  if (issue.input === undefined) return parameterErrors.missing(name)
  return parameterErrors.value(name, `must be one of ${issue.values.map(String).join(', ')}`)
}

function customEntry(issue: z.core.$ZodIssueCustom, name: string): ErrorEntry {
  const code: unknown = issue.params?.code
  if (typeof code !== 'string') return parameterErrors.format(name, issue.message)
  return parameterErrors.coded(code, name, issue.message, issue.params?.bounds)
}
