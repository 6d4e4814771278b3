import type * as z from 'zod'
import { ApiError, type ErrorEntry, parameterErrors } from './errors.js'

/** A schema's complaints as the catalogue's entries, one for each parameter. */
export function zodToErrors(error: z.ZodError): ApiError {
  return new ApiError(422, error.issues.flatMap(entriesFor))
}

function entriesFor(issue: z.core.$ZodIssue): ErrorEntry[] {
  const name = issue.path.join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => parameterErrors.unknown([...issue.path, key].join('.')))
    case 'invalid_type':
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
      return [parameterErrors.value(name, `must be one of ${issue.values.map(String).join(', ')}`)]
    case 'invalid_format':
    case 'custom':
      return [parameterErrors.format(name, issue.message)]
    default:
      return [parameterErrors.type(name)]
  }
}
