/** ui → contract ← backend ← express, server → contract; in the server routes → …-api → verbs → database, tokens, crypto, messages. */
import { describe, expect, test } from 'vitest'
import { circles, type Import, importsUnder } from './imports.js'

/** What each package may import besides its own files; `types` are gone at run time. */
const allowed: Record<string, { packages: RegExp; types?: RegExp }> = {
  contract: { packages: /^(zod|node:net)$/ },
  backend: { packages: /^(@frontdesk\/contract\/(operations|requests)|path-to-regexp|node:[a-z/]+)$/ },
  express: { packages: /^(@frontdesk\/backend(\/[a-z-]+)?|node:stream(\/promises)?)$/, types: /^(express|node:http)$/ },
  ui: { packages: /^(@frontdesk\/contract\/operations|preact(\/[a-z-]+)?)$/, types: /^@frontdesk\/contract$/ },
  server: { packages: /^(?!@frontdesk\/|frontdesk)|^@frontdesk\/contract(\/(operations|requests))?$/ },
}

describe.each(Object.entries(allowed))('the package %s', (name, { packages, types }) => {
  const imports = importsUnder(`packages/${name}/src`)

  test('imports only the packages below it', () => {
    const wrong = imports
      .filter(({ to }) => to === null)
      .filter(({ specifier, isType }) => !packages.test(specifier) && !(isType && types?.test(specifier)))
    expect(wrong.map(show)).toEqual([])
  })

  test('reaches into no other package by path', () => {
    const wrong = imports.filter(({ from, to }) => to !== null && !to.startsWith(`packages/${name}/`) && !isTesting(from))
    expect(wrong.map(show)).toEqual([])
  })

  test('has no files that need each other in a circle at run time', () => {
    expect(circles(imports.flatMap(({ from, to, isType }) => (to === null || isType ? [] : [[from, to]])))).toEqual([])
  })
})

describe('in the server', () => {
  const imports = importsUnder('packages/server/src').filter(({ from }) => !isTesting(from))

  test('database, tokens, crypto and messages know nothing of what is built on them', () => {
    const foundation = /^packages\/server\/src\/(database|tokens|crypto|messages)\//
    const above = /^packages\/server\/src\/(capabilities|edges|wire|cli)\/|^packages\/server\/src\/(server|express)\.ts$/
    const wrong = imports.filter(({ from, to, isType }) => foundation.test(from) && to !== null && above.test(to) && !isType)
    expect(wrong.map(show)).toEqual([])
  })

  test('only the list of routes imports what answers a route', () => {
    const wrong = imports.filter(({ from, to }) => isApi(to) && from !== 'packages/server/src/edges/routes.ts' && !isApi(from))
    expect(wrong.map(show)).toEqual([])
  })

  test('a capability never touches the tables of another', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to?.endsWith('/tables.ts') && capabilityOf(to) && capabilityOf(from) && capabilityOf(from) !== capabilityOf(to),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test("capabilities call each other's verbs, never in a circle", () => {
    // Left out is what faces the wire: the client's resource shows sign-ins and sessions, whose verbs need the client.
    const facesTheWire = /\/(frontend-api|backend-api|[a-z-]*resource)\.ts$/
    const edges = imports.flatMap(({ from, to }): Array<[string, string]> => {
      const [caller, called] = [capabilityOf(from), capabilityOf(to)]
      return caller && called && !facesTheWire.test(from) ? [[caller, called]] : []
    })
    expect(circles(edges)).toEqual([])
  })

  test('what only tests use is not imported by the program', () => {
    expect(imports.filter(({ to }) => to !== null && isTesting(to)).map(show)).toEqual([])
  })
})

describe('a circle', () => {
  test('is found wherever one enters it', () => {
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

function capabilityOf(file: string | null): string | undefined {
  return /\/capabilities\/([^/]+\/[^/]+)\//.exec(file ?? '')?.[1]
}

function isApi(file: string | null): boolean {
  return /\/(frontend|backend)-api\.ts$/.test(file ?? '')
}

function isTesting(file: string): boolean {
  return file.startsWith('packages/server/src/testing/')
}

function show({ from, specifier }: Import): string {
  return `${from} imports ${specifier}`
}
