/**
 * `docs/operations.md`: what is served from the routes, what is named from the contract, what is absent from Clerk's specifications,
 * callers and limits in the words of their comments, and events and refusals from the code.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  unservedFrontendLines,
  unservedOperations,
  unversionedFrontendLines,
  unversionedOperations,
} from '../../packages/contract/src/index.js'
import { resolve, settingsOf } from '../../packages/server/src/capabilities/ground/settings/settings.js'
import { createRouteFinder } from '../../packages/server/src/edges/find-route.js'
import { routesFor } from '../../packages/server/src/edges/routes.js'
import { limitsOf } from '../../packages/server/src/start/open-instance.js'
import { readOptions } from '../../packages/server/src/start/options.js'
import type { Counted } from '../../packages/server/src/wire/rate-limit.js'
import type { DocumentRoute, Route } from '../../packages/server/src/wire/route.js'
import { reachOfRoutes, refusalsOf } from './reach.js'

interface Served {
  line: string
  /** As `reachOfRoutes` names it. */
  key: string
  caller: string
  counts: Route['counts']
}

const server = new URL('../../packages/server/src/', import.meta.url)
const options = readOptions()
const routes = routesFor(options)
const reach = reachOfRoutes()
const findRoute = createRouteFinder(options.basePath, routes)

export function operationsPage(): string {
  return `# Operations

What this server answers of both APIs of Clerk, as their published specifications and \`clerkClient\` have them. \`HEAD\` is answered
wherever \`GET\` is. What operations take and answer is in \`packages/contract/src\`.

## Callers

${table(['Caller', '', 'Others are refused with'], callers())}

## Events and refusals

Named with each operation are the events and refusals that its code can reach: a call causes some of them or none. Besides, any call may
be refused for a body that can't be read (400, 408, 413, 415), for what is not as the operation's shapes say (422 with the parameter's
name), beyond a limit (429), and while the database can't be asked (503); one of the Frontend API also because a native app makes it (400
\`native_api_disabled\`).

## Conformance

The answers of an operation that is *checked* are compared with the published specification in every test that calls it, on both
databases. The specification tells no shape of those that are *untold*, and has no operation like those that are *own*.

## Limits

A call beyond a limit is refused with 429 and \`Retry-After\`. An IPv4 /24 or an IPv6 /48 may do ten times what an address may.

${table(['Counted', '', 'A minute, by default'], kinds())}

## Frontend API

Below the option \`basePath\`, \`${options.basePath}\` by default.

${section(
  'frontend-api',
  [...routes.frontend.map((route) => servedBy('frontend', route, '/v1')), ...documentsIn('frontend-api', '')],
  [...unservedFrontendLines.map((line) => line.replace('/', '/v1/')), ...unversionedFrontendLines],
  absentFrom('frontend-api', ['']),
)}

## Backend API

Below \`basePath\` and \`/api/v1\`; what is about the tokens of machines also below \`/api\`.

${section(
  'backend-api',
  [...routes.backend.map((route) => servedBy('backend', route, '')), ...documentsIn('backend-api', '/api/v1')],
  [unservedOperations, unversionedOperations].flatMap((groups) => Object.values(groups).flatMap(linesOf)),
  absentFrom('backend-api', ['/api/v1', '/api']),
)}

This page is written from the routes, the contract and \`tests/conformance\`: change those and run \`npm run generate\`.
`
}

function section(api: string, served: Served[], unserved: string[], absent: string[]): string {
  const rows = served.toSorted((one, other) => byPath(one.line, other.line))
  return `### Served

${table(
  ['Operation', 'Caller', 'Counted', 'Events', 'Refusals', 'Conformance'],
  rows.map(({ line, key, caller, counts }) => {
    const { events, refusals } = reach.get(key)!
    return [code(line), caller, counts.map(worded).join(', '), codes(events), codes(refusals), conformanceOf(api, line)]
  }),
)}

### Named

Not answered yet: a 404 says so by name.

${list(unserved)}

### Absent

${absent.length > 0 ? `A 404 as for any other address.\n\n${list(absent)}` : 'Nothing.'}`
}

const servedBy = (api: string, { operation: { method, path }, caller, counts }: Route, prefix: string): Served => ({
  line: `${method} ${prefix}${path}`,
  key: `${api} ${method} ${path}`,
  caller: caller.name,
  counts,
})

/** Documents that the specification takes for operations. */
const documentsIn = (api: string, prefix: string): Served[] =>
  specified(api).flatMap((line) => {
    const target = targetOf(line, prefix)
    return target?.api === 'document' && routes.documents.includes(target.route)
      ? [{ line, key: keyOf(target.route), caller: 'anyone', counts: target.route.counts }]
      : []
  })

const keyOf = ({ method, path }: DocumentRoute): string => `document ${method} ${path.slice(options.basePath.length)}`

/** What the specification has and no route answers, below none of the prefixes. */
const absentFrom = (api: string, prefixes: string[]): string[] =>
  specified(api).filter((line) => prefixes.every((prefix) => !targetOf(line, prefix)))

function targetOf(line: string, prefix: string) {
  const [method, path] = line.split(' ') as [string, string] // a line is a method, a space and a path
  return findRoute(method, `${options.basePath}${prefix}${path.replace(/\{\w+\}/g, 'some_1')}`)?.target
}

/** Names of shapes that are lines of operations. */
const specified = (api: string): string[] => Object.keys(shapesOf(api)).filter((name) => name.includes(' /'))

const shapesOf = (api: string): Record<string, object> =>
  JSON.parse(readFileSync(new URL(`../conformance/${api}.json`, import.meta.url), 'utf8')).$defs

/** Whether an operation's answers are compared with the specification. */
function conformanceOf(api: string, line: string): string {
  const shape = Object.entries(shapesOf(api)).find(([name]) => unnamed(name) === unnamed(line))?.[1]
  if (!shape) return 'own'
  return Object.keys(shape).length > 0 ? 'checked' : 'untold'
}

/** Parameters have other names there. */
const unnamed = (line: string): string => line.replace(/\{\w+\}/g, '{}')

const callers = (): string[][] =>
  readdirSync(new URL('callers', server)).flatMap((file) =>
    [...sourceOf(`callers/${file}`).matchAll(/\/\*\* (.+) \*\/\nexport const (\w+).* \{\s+name: '(.+?)'/g)].map(
      ([, words, exported, name]) => [
        name!,
        words!,
        codes(refusalsOf(fileURLToPath(new URL(`callers/${file}`, server)), exported!)),
      ],
    ),
  )

function kinds(): string[][] {
  const limits = limitsOf(settingsOf(resolve({}, {})))
  return [...sourceOf('wire/rate-limit.ts').matchAll(/^ \* - `(\w+)`: (.+)$/gm)].map(([, kind, words]) => [
    code(kind!),
    words!,
    String(limits[kind as Counted]), // the comment lists the kinds
  ])
}

const sourceOf = (file: string): string => readFileSync(new URL(file, server), 'utf8')

const worded = (counted: Route['counts'][number]): string =>
  typeof counted === 'string' ? code(counted) : `${code(counted.kind)} ${counted.words}`

const linesOf = (operations: Record<string, string>): string[] => Object.values(operations)

const byPath = (one: string, other: string): number => {
  const [a, b] = [one, other].map((line) => line.split(' ').toReversed().join(' ')) as [string, string] // one for each
  return a < b ? -1 : Number(a > b)
}

const list = (lines: readonly string[]): string =>
  [...new Set(lines)]
    .toSorted(byPath)
    .map((line) => `- ${code(line)}`)
    .join('\n')

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const code = (text: string): string => `\`${text}\``
const codes = (texts: string[]): string => texts.map(code).join(', ')
