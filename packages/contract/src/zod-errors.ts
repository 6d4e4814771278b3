import type * as z from 'zod'
import { ApiError, type ErrorEntry, parameterErrors } from './errors.js'

type Issue = z.core.$ZodIssue

const maxEntries = 10 // a refusal tells what is wrong, and is no mirror of what was sent

/**
 * A schema's complaints as the catalogue's entries, the first of them in one 422, each with its parameter's dotted name. Parse with
 * `reportInput: true`, which tells a parameter that is missing from one of the wrong type. A `code` among the `params` of a custom
 * complaint stands for itself.
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
  return typeof code === 'string' ? parameterErrors.coded(code, name, issue.message) : parameterErrors.format(name, issue.message)
}
