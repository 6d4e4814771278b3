/** `docs/configuration.md`, written from the options themselves. */
import * as z from 'zod'
import { Options } from '../../packages/server/src/options.js'

interface Described {
  type?: string
  format?: string
  enum?: string[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  items?: Described
  default?: unknown
  description?: string
  /** The environment variable that is read where the option is not given. */
  variable?: string
  properties?: Record<string, Described>
}

/** One table of plain options, then one for each group. */
export function configurationPage(): string {
  // As they are given, before anything is parsed; functions have no JSON type.
  const { properties = {} } = z.toJSONSchema(Options, { io: 'input', unrepresentable: 'any' }) as Described
  const options = Object.entries(properties)
  const plain = options.filter(([, option]) => !option.properties)
  const groups = options.flatMap(([name, { properties: parts, description = '' }]) =>
    parts ? [`## \`${name}\`\n\n${description}\n\n${table(Object.entries(parts), `${name}.`)}`] : [],
  )
  return `# Configuration

Options of \`frontdesk(options)\` and \`createFrontdesk(options)\`. One that is not given comes from its environment variable, then from its
default. \`npx frontdesk start\` takes what has a variable from there, the defaults otherwise. A mistake stops the start and names the option.

${table(plain)}

${groups.join('\n\n')}

## The SDK

\`@frontdesk/express\` finds a server that is embedded in its process by itself. Elsewhere it reads \`CLERK_PUBLISHABLE_KEY\`,
\`CLERK_SECRET_KEY\`, \`CLERK_API_URL\`, \`CLERK_PROXY_URL\` and \`CLERK_JWT_KEY\`, which \`npx frontdesk keys\` prints, and
\`CLERK_SIGN_IN_URL\` and \`CLERK_SIGN_UP_URL\`. \`verifyWebhook()\` reads \`CLERK_WEBHOOK_SIGNING_SECRET\`.

This page is written from \`packages/server/src/options.ts\`: change it there and run \`npm run docs\`.
`
}

function table(options: Array<[name: string, option: Described]>, prefix = ''): string {
  const rows = options.map(([name, option]) => {
    const { default: value, variable, description = '' } = option
    const cells = [
      `\`${prefix}${name}\``,
      typeOf(option),
      value === undefined ? '' : code(value),
      variable ? `\`${variable}\`` : '',
      description,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['| Option | Type | Default | Variable | |', '|---|---|---|---|---|', ...rows].join('\n')
}

function typeOf({ type = 'function', format, items, enum: choices, ...range }: Described): string {
  if (choices) return choices.map(code).join(', ')
  if (items) return `list of ${typeOf(items)}s`
  if (type === 'integer') return `integer${rangeOf(range)}`
  return format === 'uri' ? 'URL' : type
}

/** The bounds that were chosen; JSON Schema also names those of every safe integer. */
function rangeOf({ minimum, exclusiveMinimum, maximum }: Described): string {
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1
  const bounds = [
    ...(least === undefined || least === Number.MIN_SAFE_INTEGER ? [] : [`from ${least}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`up to ${maximum}`]),
  ]
  return bounds.length > 0 ? ` ${bounds.join(' ')}` : ''
}

const code = (value: unknown) => `\`${JSON.stringify(value)}\``
