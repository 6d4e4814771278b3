/** Between packages: ui → contract ← backend ← express ← sdk-node, sdk-node-4; server → contract. In the server: rings, groups and rooms. */
import { describe, expect, test } from 'vitest'
import { read } from './documents.js'
import { circles, type Import, importsUnder } from './imports.js'
import { type Query, queriesIn, queriesUnder, tableOwners } from './queries.js'

const sdkOfOurs = /^@frontdesk\/(backend(\/[a-z-]+)?|express\/internal)$/

/** What each package may import besides its own files; `types` are gone at run time. */
const allowed: Record<string, { packages: RegExp; types?: RegExp }> = {
  contract: { packages: /^(zod|node:(buffer|crypto|net))$/ },
  backend: {
    packages: /^(@frontdesk\/contract\/(embedded|jwt|mounting|operations|options|requests)|path-to-regexp|node:[a-z/]+)$/,
  },
  express: { packages: /^(@frontdesk\/backend(\/[a-z-]+)?|node:stream(\/promises)?)$/, types: /^(express|node:http)$/ },
  'sdk-node': { packages: sdkOfOurs, types: /^express$/ },
  'sdk-node-4': { packages: sdkOfOurs, types: /^express$/ },
  ui: {
    packages:
      /^(@frontdesk\/contract\/operations|preact(-render-to-string|\/[a-z-]+)?|uqr|libphonenumber-js\/min|@zxcvbn-ts\/(core|language-(common|en)))$/,
    types: /^@frontdesk\/contract$/,
  },
  server: {
    packages:
      /^(?!@frontdesk\/|frontdesk)|^@frontdesk\/contract(\/(embedded|jwt|mounting|operations|options|providers|requests))?$/,
  },
}

describe.each(Object.entries(allowed))('the package %s', (name, { packages, types }) => {
  const imports = importsUnder(`packages/${name}/src`)

  test('a package imports only the packages below it', () => {
    const wrong = imports
      .filter(({ to }) => to === null)
      .filter(({ specifier, isType }) => !packages.test(specifier) && !(isType && types?.test(specifier)))
    expect(wrong.map(show)).toEqual([])
  })

  test('a package reaches into no other package by path', () => {
    const wrong = imports.filter(({ from, to }) => to !== null && !to.startsWith(`packages/${name}/`) && !isTesting(from))
    expect(wrong.map(show)).toEqual([])
  })

  test('a package has no files that need each other in a circle at run time', () => {
    expect(circles(imports.flatMap(({ from, to, isType }) => (to === null || isType ? [] : [[from, to]])))).toEqual([])
  })
})

/** What leaves by the command line shows users, too. */
const exports = /\/cli\/export(\/[a-z-]+)?\.ts$/

/** The rings of the server, and which of them each may import; of `capabilities/ground` more are made than requests. */
const rings: Record<string, string[]> = {
  basics: [],
  crypto: ['basics'],
  database: ['basics', 'crypto'],
  tokens: ['crypto', 'database'],
  wire: ['basics', 'crypto', 'database'],
  start: ['basics', 'crypto', 'database', 'tokens', 'wire', 'capabilities/ground'],
  capabilities: ['basics', 'crypto', 'database', 'tokens', 'wire', 'start'],
  resources: ['basics', 'crypto', 'database', 'tokens', 'capabilities'],
  callers: ['crypto', 'wire', 'capabilities', 'resources'],
  edges: ['database', 'wire', 'callers'],
}

/** Pages that look down on every capability: what each answers, how its events show, what it deletes, how it sends. */
const overviews = /\/edges\/(routes|tellers|purges|channels|webhooks)\.ts$/

/** Files that answer a route: they alone meet the caller and show resources. */
const answersRoutes = /\/(frontend-api|backend-api|documents?|[a-z-]+-document)\.ts$/

/** Groups of capabilities: each may call those before it. */
const groups = [
  'ground',
  'identity',
  'devices',
  'telling',
  'entering',
  'machines',
  'management',
  'account',
  'instance',
  'showing',
]

/** Reads of another room's table: each spares a query in what is asked most, or belongs to a search. */
const joins: Record<string, string[]> = {
  'identity/email-addresses/email-addresses.ts': ['users'], // who signs in
  'identity/phone-numbers/phone-numbers.ts': ['users'], // the same by phone
  'identity/web3-wallets/web3-wallets.ts': ['users'], // the same by wallet
  'devices/sessions/signed-in.ts': ['clients', 'users'], // every call of somebody signed in
  'management/users/list-users.ts': ['users'], // with a filter by address
}

describe('in the server', () => {
  const src = 'packages/server/src/'
  const imports = importsUnder(src).filter(({ from }) => !isTesting(from))
  const owners = tableOwners()
  const queries = queriesUnder(src, [...owners.keys()]).filter(
    ({ file }) => !isTesting(file) && !file.startsWith(`${src}database/migrations/`),
  )

  test('a ring needs no ring above it at run time', () => {
    const wrong = imports.filter(({ from, to, isType }) => {
      const [ring, imported] = [ringOf(from), ringOf(to)]
      if (!ring || !imported || ring === imported || isType) return false
      if (overviews.test(from) || (answersRoutes.test(from) && /^(callers|resources)$/.test(imported))) return false
      return !rings[ring]!.some((allowed) => `${to!.slice(src.length)}/`.startsWith(`${allowed}/`))
    })
    expect(wrong.map(show)).toEqual([])
  })

  test('only routes, events, callers and exports show resources', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        ringOf(to) === 'resources' &&
        !/^(resources|callers)$/.test(ringOf(from) ?? '') &&
        !answersRoutes.test(from) &&
        !overviews.test(from) &&
        !exports.test(from),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('only the list of routes imports what answers a route', () => {
    const wrong = imports.filter(({ from, to }) => to !== null && answersRoutes.test(to) && from !== `${src}edges/routes.ts`)
    expect(wrong.map(show)).toEqual([])
  })

  test('a group of capabilities calls only groups before it', () => {
    expect(imports.filter(({ from, to }) => isUpward(groupOf(from), groupOf(to))).map(show)).toEqual([])
    expect(imports.flatMap(({ from }) => groupOf(from) ?? []).filter((group) => !groups.includes(group))).toEqual([])
  })

  test('the architecture lists the groups in this order', () => {
    const [, table] = read('docs/architecture.md').split('| group | rooms |\n')
    expect([...table!.split('\n\n')[0]!.matchAll(/^\| `(\w+)` /gm)].map(([, group]) => group)).toEqual(groups)
  })

  test('rooms call each other, never in a circle', () => {
    expect(circles(roomsCalled(imports))).toEqual([])
  })

  test('only a room asks for its tables, but for a few reads that are named', () => {
    expect(queries.filter((query) => isForeign(query, owners)).map(({ file, table }) => `${file} asks for ${table}`)).toEqual([])
  })

  test('every read that is named is made somewhere', () => {
    const made = (file: string, table: string) =>
      queries.some((query) => query.file === `${src}capabilities/${file}` && query.table === table)
    expect(Object.entries(joins).flatMap(([file, tables]) => tables.filter((table) => !made(file, table)))).toEqual([])
  })

  test('what only tests use is not imported by the program', () => {
    expect(imports.filter(({ to }) => to !== null && isTesting(to)).map(show)).toEqual([])
  })

  describe('a planted fault is found:', () => {
    const plant = (from: string, to: string): Import => ({
      from: `${src}capabilities/${from}`,
      to: `${src}capabilities/${to}`,
      specifier: to,
      isType: true,
    })

    test('a planted circle of rooms is found, also through what faces the wire', () => {
      const planted = plant('devices/clients/clients.ts', 'devices/sessions/frontend-api.ts')
      const found = circles(roomsCalled([...imports, planted])).map((circle) => circle.toSorted())
      expect(found).toContainEqual(['devices/clients', 'devices/sessions'])
    })

    test('a planted call of a group below is found', () => {
      const planted = plant('identity/users/users.ts', 'entering/sign-in/sign-in.ts')
      expect(isUpward(groupOf(planted.from), groupOf(planted.to))).toBe(true)
    })

    test.each([
      "db.selectFrom('users').selectAll()",
      "db.selectFrom(['sign_ups', 'users'])",
      "db.selectFrom('sign_ups').innerJoin('users as owner', 'owner.id', 'sign_ups.created_user_id')",
      "db.deleteFrom('users')",
      "updateRow(tx, 'users', id, { banned: 1 })",
      'sql`update users set banned = 1`',
    ])("a planted query on another room's table is found: %s", (source) => {
      const found = queriesIn(source, [...owners.keys()]).map((query) => ({
        file: `${src}capabilities/entering/sign-up/sign-up.ts`,
        ...query,
      }))
      expect(found.filter((query) => isForeign(query, owners)).map(({ table }) => table)).toEqual(['users'])
    })

    test('a planted write where only a read is named is found', () => {
      const query = { file: `${src}capabilities/devices/sessions/signed-in.ts`, table: 'users', isWrite: true }
      expect(isForeign(query, owners)).toBe(true)
    })
  })
})

describe('a circle', () => {
  test('a circle is found wherever the walk enters it', () => {
    expect(
      circles([
        ['routes', 'a'],
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['b', 'd'],
      ]),
    ).toEqual([['a', 'b', 'c']])
  })
})

/** The ring of a file of the server; none for what puts them together. */
function ringOf(file: string | null): string | undefined {
  const ring = /^packages\/server\/src\/([^/]+)\//.exec(file ?? '')?.[1]
  return ring && ring in rings ? ring : undefined
}

function groupOf(file: string | null): string | undefined {
  return /\/capabilities\/([^/]+)\//.exec(file ?? '')?.[1]
}

function roomOf(file: string | null): string | undefined {
  return /\/capabilities\/([^/]+\/[^/]+)\//.exec(file ?? '')?.[1]
}

function isUpward(caller: string | undefined, called: string | undefined): boolean {
  return caller !== undefined && called !== undefined && groups.indexOf(called) > groups.indexOf(caller)
}

function roomsCalled(imports: Import[]): Array<[caller: string, called: string]> {
  return imports.flatMap(({ from, to }) => {
    const [caller, called] = [roomOf(from), roomOf(to)]
    return caller && called ? [[caller, called]] : []
  })
}

/** Whether a query is on another room's table; the ring of resources may read all of them. */
function isForeign({ file, table, isWrite }: Query, owners: Map<string, string>): boolean {
  if (file.startsWith(`packages/server/src/${owners.get(table)}/`)) return false
  if (isWrite) return true
  const named = joins[file.replace('packages/server/src/capabilities/', '')]?.includes(table)
  return !named && ringOf(file) !== 'resources'
}

function isTesting(file: string): boolean {
  return file.startsWith('packages/server/src/testing/')
}

function show({ from, specifier }: Import): string {
  return `${from} imports ${specifier}`
}
