/** `docs/configuration.md`: names and words from the type that apps see, types and defaults from the schema. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { SettingsInCode } from '../../packages/server/src/capabilities/ground/settings/fixed.js'
import { Options } from '../../packages/server/src/start/options.js'

interface Described {
  type?: string
  format?: string
  enum?: string[]
  /** The one value that it may have. */
  const?: unknown
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  items?: Described
  /** Of what may be given in several ways. */
  anyOf?: Described[]
  default?: unknown
  /** The value that a setting begins with. */
  initially?: unknown
  /** The environment variable that is read where the option is not given. */
  variable?: string
  properties?: Record<string, Described>
}

/** What each option means, by its name (`mail.from`), as the comments of the interface say it. */
function meanings(): Map<string, string> {
  const source = readFileSync(new URL('../../packages/server/src/start/frontdesk-options.ts', import.meta.url), 'utf8')
  const found = new Map<string, string>()
  const path: Array<{ name: string; indent: number }> = []
  for (const [, { length: indent } = '', comment, name] of source.matchAll(/^( +)\/\*\* (.+) \*\/\n +(\w+)\?:/gm)) {
    while (path.length > 0 && path.at(-1)!.indent >= indent) path.pop()
    path.push({ name: name!, indent })
    found.set(path.map((part) => part.name).join('.'), comment!)
  }
  return found
}

/** One table of plain options, then one for each group; the settings likewise. */
export function configurationPage(): string {
  return `# Configuration

Options of \`frontdesk(options)\` and \`createFrontdesk(options)\`. One that is not given comes from its environment variable, then from its
default. \`npx frontdesk start\` takes what has a variable from there, the defaults otherwise. A mistake stops the start and names the option.
Blanks, line ends and one pair of quotes around a variable's value don't count, and an empty variable is as good as none.

${tables(Options)}

## Settings

What the instance decides, also [while it runs](settings.md). \`frontdesk()\` takes them as further options, and each has a variable; a list is separated by commas there. \`FRONTDESK_CONFIG\` names a file with any part of them.

${tables(SettingsInCode)}

## The SDK

\`@frontdesk/express\` finds a server that is embedded in its process by itself. Elsewhere it reads \`CLERK_PUBLISHABLE_KEY\`,
\`CLERK_SECRET_KEY\`, \`CLERK_API_URL\`, \`CLERK_PROXY_URL\` and \`CLERK_JWT_KEY\`, which \`npx frontdesk keys\` prints, and
\`CLERK_SIGN_IN_URL\` and \`CLERK_SIGN_UP_URL\`. A machine that verifies the tokens of others may do so with its own key alone,
\`CLERK_MACHINE_SECRET_KEY\`. On a satellite, a further domain of an instance, \`CLERK_IS_SATELLITE=true\` says so, and \`CLERK_DOMAIN\`
which domain it is. \`verifyWebhook()\` reads \`CLERK_WEBHOOK_SIGNING_SECRET\`.

This page is written from \`frontdesk-options.ts\` and \`options.ts\` in \`packages/server/src/start\`, and from \`instance-settings.ts\` in
\`packages/contract/src/resources\`: change it there and run \`npm run generate\`.
`
}

function tables(schema: z.ZodObject): string {
  const meaningOf = meanings()
  // As they are given, before anything is parsed; functions have no JSON type.
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described
  const options = Object.entries(properties)
  const plain = options.filter(([, option]) => !option.properties)
  const groups = options.flatMap(([name, { properties: parts }]) =>
    parts ? [`### \`${name}\`\n\n${meaningOf.get(name)}\n\n${table(Object.entries(parts), meaningOf, `${name}.`)}`] : [],
  )
  return [table(plain, meaningOf), ...groups].join('\n\n')
}

function table(options: Array<[name: string, option: Described]>, meaningOf: Map<string, string>, prefix = ''): string {
  const rows = withInner(options).map(([name, option]) => {
    const { initially, default: value = initially, variable } = option
    const cells = [
      `\`${prefix}${name}\``,
      typeOf(option),
      value === undefined ? '' : code(value),
      variable ? `\`${variable}\`` : '',
      meaningOf.get(`${prefix}${name}`),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['| Option | Type | Default | Variable | |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** Options, each followed by those inside of it. */
const withInner = (options: Array<[name: string, option: Described]>): Array<[name: string, option: Described]> =>
  options.flatMap(([name, option]) => [
    [name, option],
    ...withInner(Object.entries(option.properties ?? {}).map(([inner, described]) => [`${name}.${inner}`, described])),
  ])

function typeOf({ type = 'function', format, items, enum: choices, const: one, anyOf, ...range }: Described): string {
  if (one !== undefined) return code(one)
  if (anyOf) return anyOf.map(typeOf).join(', or ')
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
