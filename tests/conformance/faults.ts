/**
 * Compares answers and events with Clerk's published specification, whose shapes `node tools/conformance.mjs` writes beside this file.
 * An object may have no members but those that the specification names, and those that Clerk's servers are known to send besides.
 */
import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject } from 'ajv'

type Api = 'frontend-api' | 'backend-api'
type Document = Api | 'webhooks'

/** What Clerk's servers send and its own packages read. */
const unpublished: Record<string, string[]> = {
  User: ['timezone'],
  'Client.User': ['locale', 'timezone'],
  'Client.Session': ['tasks'],
  SessionEventPayload: ['tasks'],
  'POST /v1/client/sessions/{session_id}/tokens': ['object'],
  'POST /v1/client/sessions/{session_id}/tokens/{template_name}': ['object'],
}

/** What Clerk's own pages ask for and read as a second factor; the specification knows it as a first one. */
const secondPasskey = { $ref: '#/$defs/Stubs.Verification.Passkey' }

/** What the specification knows of a sign-in, and we ask again when a session is verified: people may have nothing but a wallet. */
const walletAgain = { $ref: '#/$defs/Stubs.Verification.Web3Signature' }

/** What Clerk's own packages call; its path looks like another operation's. */
const unpublishedOperation = 'GET /clients/handshake_payload'

const ajv = new Ajv({ allErrors: true, verbose: true })
const namesIn = { 'frontend-api': add('frontend-api'), 'backend-api': add('backend-api'), webhooks: add('webhooks') }

const patternsIn = { 'frontend-api': patternsOf('frontend-api'), 'backend-api': patternsOf('backend-api') }

/** Adds the shapes of one specification; answers their names. */
function add(document: Document): string[] {
  const { $defs, ...rest } = JSON.parse(readFileSync(new URL(`${document}.json`, import.meta.url), 'utf8'))
  for (const [name, members] of Object.entries(unpublished))
    for (const member of members) if ($defs[name]) $defs[name].properties[member] = {}
  // Some of its answers show a session as it was before there were tasks.
  for (const name of ['Client.Session', 'SessionEventPayload'])
    if ($defs[name]) $defs[name].properties.status.enum.push('pending')
  // The specification names the providers of Clerk's own test instance; those of an operator have names of their own.
  if ($defs['UserSettings.Socials']) $defs['UserSettings.Socials'].additionalProperties = { $ref: '#/$defs/UserSettings.Social' }
  for (const { properties } of Object.values<{ properties?: Record<string, { anyOf: object[] }> }>($defs))
    properties?.second_factor_verification?.anyOf.push(secondPasskey)
  $defs['Client.SessionReverification']?.properties.first_factor_verification.anyOf.push(walletAgain)
  ajv.addSchema({ ...rest, $defs })
  return Object.keys($defs)
}

/** What is wrong with the body of an answer to `GET /v1/client` and its like; nothing where the specification has no shape for it. */
export function faultsOfAnswer(api: Api, line: string, status: number, body: unknown): string[] {
  if (line === 'GET /v1/health' && status === 503) return [] // the specification knows a healthy server only
  const name = line === unpublishedOperation ? undefined : operationOf(api, line)
  return name ? faultsOf(api, status < 300 ? name : 'ClerkErrors', body) : []
}

/** What is wrong with the data of an event as webhooks carry it; nothing where the specification has no such event. */
export const faultsOfEvent = (type: string, data: unknown): string[] =>
  namesIn.webhooks.includes(type) ? faultsOf('webhooks', type, data) : []

/** `GET /v1/me/sessions/{id}` for `GET /v1/me/sessions/sess_1`; a path of its own goes before one with parameters. */
function operationOf(api: Api, line: string): string | undefined {
  return namesIn[api].includes(line) ? line : patternsIn[api].find(({ pattern }) => pattern.test(line))?.name
}

function patternsOf(api: Api): Array<{ name: string; pattern: RegExp }> {
  const withParameters = namesIn[api].filter((name) => name.includes(' /') && name.includes('{'))
  const pattern = (name: string) => new RegExp(`^${name.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)
  return withParameters.map((name) => ({ name, pattern: pattern(name) }))
}

function faultsOf(document: Document, name: string, value: unknown): string[] {
  const pointer = encodeURIComponent(name.replaceAll('/', '~1'))
  const validate = ajv.getSchema(`${document}#/$defs/${pointer}`)!
  return validate(value) ? [] : told(validate.errors!).map(words)
}

/** Of a value that fits no alternative it is told once, instead of what each of them misses; null is not counted as one. */
function told(errors: ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword, schema }) => keyword === 'anyOf' && (schema as unknown[]).length > 2)
  const isBelow = (path: string) => unions.some(({ instancePath }) => `${path}/`.startsWith(`${instancePath}/`))
  const isNull = (error: ErrorObject) => error.keyword === 'type' && error.schema === 'null'
  return errors.filter(
    (error) => unions.includes(error) || (error.keyword !== 'anyOf' && !isNull(error) && !isBelow(error.instancePath)),
  )
}

function words({ instancePath, keyword, message, params, data }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `${instancePath} has ${params.additionalProperty}, which is not specified`
  const seen = keyword === 'required' ? '' : `: ${JSON.stringify(data)}`
  return `${instancePath} ${message}${keyword === 'enum' ? ` (${params.allowedValues.join(', ')})` : ''}${seen}`
}
