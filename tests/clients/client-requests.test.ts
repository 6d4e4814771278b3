/**
 * Every method of Clerk's client of the Backend API, and ours, with the same arguments against one server that notes what arrives: the
 * same names, the same requests.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { listening } from '../environment/listening.js'
import { bothClients, call, type Groups, type Method } from './both-clients.js'
import { methods } from './client-methods.js'

interface Noted {
  line: string
  query: string[]
  authorization: string | undefined
  idempotencyKey: unknown
  body: unknown
}

let noted: Noted[] = []

const { origin, close } = await listening(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const type = request.headers['content-type'] ?? ''
  noted.push({
    line: `${request.method} ${pathname}`,
    query: [...searchParams].map(([name, value]) => `${name}=${value}`).toSorted(),
    authorization: request.headers.authorization,
    idempotencyKey: request.headers['idempotency-key'],
    body: bodyOf(Buffer.concat(chunks).toString('latin1'), type),
  })
  response.setHeader('content-type', 'application/json')
  response.end(pathname.endsWith('/batch') ? '[]' : '{"data":[],"m2m_tokens":[],"total_count":0}')
})
const { theirs, ours } = bothClients(origin)
afterAll(close)

/** A form's fields without its boundary, which is random. */
function bodyOf(text: string, type: string): unknown {
  if (type.startsWith('multipart/form-data')) return text.replaceAll(type.split('boundary=')[1]!, 'boundary').split('\r\n')
  return text === '' ? undefined : JSON.parse(text)
}

/** The methods of a group, own and inherited; `request` and `requireId` are how Clerk's makes them. */
function namesOf(group: object): string[] {
  const names = new Set<string>()
  for (let level = group; level && level !== Object.prototype; level = Object.getPrototypeOf(level))
    for (const name of Object.getOwnPropertyNames(level)) names.add(name)
  return [...names].filter((name) => !['constructor', 'request', 'requireId'].includes(name) && !name.startsWith('_')).toSorted()
}

const isGroup = (value: unknown): value is Record<string, Method> => typeof value === 'object' && value !== null

/** For operations that Clerk's API has and its client doesn't, and for the settings, which are ours. */
const ownMethods: Record<string, string[]> = {
  emailAddresses: ['attemptEmailAddressVerification', 'prepareEmailAddressVerification'],
  instance: ['getSettings', 'updateSettings'],
  sessions: ['createTokenFromTemplate'],
  users: ['banUsers', 'unbanUsers'],
}

/** Groups of our own. */
const ownGroups = ['events', 'socialConnections', 'webhookEndpoints']

test("our client has every group and every method of Clerk's, and few others", () => {
  const groupsOf = (client: Groups) =>
    Object.fromEntries(
      Object.entries(client)
        .filter(([name, group]) => isGroup(group) && name !== 'telemetry')
        .map(([name, group]) => [name, namesOf(group)]),
    )
  const expected = groupsOf(theirs)
  const actual = groupsOf(ours)
  expect(Object.keys(actual).toSorted()).toEqual([...Object.keys(expected), ...ownGroups].toSorted())
  for (const [name, methods] of Object.entries(expected))
    expect([name, actual[name]]).toEqual([name, [...methods, ...(ownMethods[name] ?? [])].toSorted()])
  expect(Object.values(expected).flat().length).toBeGreaterThan(180)
})

test('every method of Clerk’s client is called by these tests', () => {
  const names = Object.entries(theirs)
    .filter(([name, group]) => isGroup(group) && name !== 'telemetry')
    .flatMap(([name, group]) => namesOf(group).map((method) => `${name}.${method}`))
  expect(Object.keys(methods).toSorted()).toEqual(names.toSorted())
})

async function requestsOf(client: Groups, name: string, args: unknown[]): Promise<Noted[]> {
  noted = []
  await call(client, name, args)
  return noted.toSorted((a, b) => a.line.localeCompare(b.line))
}

describe('sends the same request as Clerk’s:', () => {
  const cases = Object.entries(methods).flatMap(([name, calls]) => calls.map((args) => [name, args] as const))
  test.each(cases)('our client sends the same request as Clerk’s for %s%j', async (name, args) => {
    const expected = await requestsOf(theirs, name, args)
    const actual = await requestsOf(ours, name, args)
    expect(expected).not.toHaveLength(0)
    expect(actual).toEqual(expected)
  })
})
