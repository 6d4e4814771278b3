import { describe, expect, test } from 'vitest'
import { readOptions } from '../start/options.js'
import { reply } from '../wire/message.js'
import { documentRoute } from '../wire/route.js'
import { createRouteFinder, type RouteLists } from './find-route.js'
import { routesFor } from './routes.js'

const lists = routesFor(readOptions())
const unserved = lists.unserved() // made once: routes are told apart by what they are
const all: RouteLists = { ...lists, unserved: () => unserved }
const backwards: RouteLists = {
  frontend: all.frontend.toReversed(),
  backend: all.backend.toReversed(),
  documents: all.documents.toReversed(),
  unserved: () => unserved.toReversed(),
}

describe.each([
  ['as they are listed', all],
  ['listed backwards', backwards],
])('routes, %s', (_order, routes) => {
  const find = createRouteFinder('/__clerk', routes)
  const operations = [
    ...routes.frontend.map((route) => ({ route, ...route.operation, path: `/__clerk/v1${route.operation.path}` })),
    ...routes.backend.map((route) => ({ route, ...route.operation, path: `/__clerk/api/v1${route.operation.path}` })),
  ]
  const documents = [...routes.documents, ...unserved].map((route) => ({ route, ...route }))

  test('every route is found: none stands before another', () => {
    for (const { method, path, route } of [...operations, ...documents]) {
      const request = path.replace(/\{\w+\}/g, 'some_1').replace('*', 'deep/below')
      expect(find(method, request)?.target.route, `${method} ${path}`).toBe(route)
    }
  })
})

describe('of routes that a path fits', () => {
  const paths = ['/a/*', '/a/{x}', '/a/{x}/c', '/a/b/{y}', '/a/b', '/a/b/*', '/a']
  const listed = (documents: string[]) => ({
    frontend: [],
    backend: [],
    documents: documents.map((path) => documentRoute('GET', path, { counts: [] }, async () => reply(path, {}))),
    unserved: () => [],
  })

  test.each([
    ['/a', '/a', {}],
    ['/a/b', '/a/b', {}],
    ['/a/z', '/a/{x}', { x: 'z' }],
    ['/a/z/c', '/a/{x}/c', { x: 'z' }],
    ['/a/b/c', '/a/b/{y}', { y: 'c' }],
    ['/a/b/c/d', '/a/b/*', {}],
    ['/a/z/d', '/a/*', {}],
  ])('the path %s finds the most particular route that fits, in whatever order they are listed: %s', (request, path, params) => {
    for (const order of [paths, paths.toReversed(), paths.toSorted()]) {
      const found = createRouteFinder('/__clerk', listed(order))('GET', request)
      expect(found).toMatchObject({ target: { route: { path } }, params })
    }
  })
})
