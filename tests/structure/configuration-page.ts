/** `docs/configuration.md`, written from the options themselves. */
import * as z from 'zod'
import { Options } from '../../packages/server/src/options.js'

interface Described {
  type?: string
  enum?: string[]
  default?: unknown
  description?: string
  properties?: Record<string, Described>
}

/** One table for all options; an option with parts is followed by them. */
export function configurationPage(): string {
  // As they are given, before anything is parsed; functions have no JSON type.
  const { properties = {} } = z.toJSONSchema(Options, { io: 'input', unrepresentable: 'any' }) as Described
  const rows = Object.entries(properties).flatMap(([name, option]) => rowsOf(name, option))
  return `# Configuration

Options of \`frontdesk(options)\` and \`createFrontdesk(options)\`. Those with an environment variable take it from there when they are not
given, and \`npx frontdesk start\` takes all of them from there. A mistake stops the start and names the option.

| option | default | |
|---|---|---|
${rows.join('\n')}

The SDK reads \`CLERK_PUBLISHABLE_KEY\`, \`CLERK_SECRET_KEY\`, \`CLERK_API_URL\`, \`CLERK_PROXY_URL\`, \`CLERK_JWT_KEY\`, \`CLERK_SIGN_IN_URL\` and
\`CLERK_SIGN_UP_URL\` where no server is embedded in the process; \`npx frontdesk keys\` prints the first five.

This page is written from \`packages/server/src/options.ts\`: change it there and run \`npm run docs\`.
`
}

function rowsOf(name: string, { type, properties, description = '', ...option }: Described): string[] {
  const value = properties || option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``
  const choices = option.enum ? ` One of ${option.enum.map((choice) => `\`${choice}\``).join(', ')}.` : ''
  const parts = Object.entries(properties ?? {}).flatMap(([part, described]) => rowsOf(`${name}.${part}`, described))
  return [`| \`${name}\` | ${value} | ${description}${choices} |`, ...parts]
}
