/** What is wrong with the options, in words for the person who set them: the option, its variable, what it must be, and what works. */
import * as z from 'zod'

interface Described {
  variable?: string
  properties?: Record<string, Described>
}

/** A line for each mistake. `schemas` are those that the issues came from. */
export function optionMistakes(issues: z.core.$ZodIssue[], schemas: z.ZodType[]): string {
  const described = schemas.map((schema) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described)
  const options = Object.assign({}, ...described.map(({ properties }) => properties)) as Record<string, Described>
  const lines = issues.flatMap((issue) => {
    const { variable } = optionAt(issue.path, options)
    return `  ${issue.path.join('.') || 'options'}: ${issue.message}${variable ? ` (${variable})` : ''}`
  })
  return `Frontdesk's options need a change:\n${lines.join('\n')}`
}

/** Words where a schema has none of its own; pass it to `safeParse`. */
export function wordsFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? `of the type ${issue.expected}`}`
    case 'too_small':
      if (issue.origin === 'string') return `must have at least ${issue.minimum} characters`
      return issue.inclusive ? `must be at least ${issue.minimum}` : `must be more than ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' ? `must have at most ${issue.maximum} characters` : `must be at most ${issue.maximum}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'unrecognized_keys':
      return `there is no ${issue.keys.join(', ')}`
    default:
      return 'is not valid'
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number, such as 30',
  int: 'a whole number, such as 30',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of options',
}

/** The option that a path leads to, or the one around it. */
function optionAt([name, ...rest]: PropertyKey[], among: Record<string, Described>): Described {
  const option = among[String(name)] ?? {}
  return option.properties ? optionAt(rest, option.properties) : option
}
