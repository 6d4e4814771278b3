import { expect, test } from 'vitest'
import * as z from 'zod'
import {
  backendApi,
  backendOperations,
  frontendApi,
  frontendOperations,
  type Operation,
  unservedFrontendLines,
  unservedOperations,
  unversionedFrontendLines,
  unversionedOperations,
} from './index.js'

const lines = [
  ...Object.entries(frontendOperations).map(([group, operations]) => ({ api: 'frontend' as const, group, operations })),
  ...Object.entries(backendOperations).map(([group, operations]) => ({ api: 'backend' as const, group, operations })),
].flatMap(({ api, group, operations }) =>
  Object.entries(operations).map(([id, line]: [string, string]) => ({ api, group, id, line })),
)

const apis: Record<'frontend' | 'backend', Record<string, Record<string, Operation>>> = {
  frontend: frontendApi,
  backend: backendApi,
}

const spelling = /^(GET|POST|PUT|PATCH|DELETE) (\/(\.?[a-z0-9_.-]+|\{[a-z0-9_]+\}))+$/

test.each(lines)('$api $group.$id: $line', ({ api, group, id, line }) => {
  expect(line).toMatch(spelling)

  const operation = apis[api][group]![id]!
  expect(operation).toMatchObject({ id, api })
  expect(`${operation.method} ${operation.path}`).toBe(line)
  const { query, body, response, bare } = operation.shapes
  expect(response).toBeInstanceOf(z.ZodType)
  if (operation.method === 'GET') expect(body).toBeUndefined()
  if (api === 'backend') expect(bare).toBeUndefined()
  for (const shape of [query, body])
    if (shape && id !== 'createSessionToken') {
      const issues = shape.safeParse({ unheard_of: '1' }).error?.issues
      expect(issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['unheard_of'] }))
    }
})

test('no two operations of an API answer the same request', () => {
  for (const api of ['frontend', 'backend']) {
    const requests = lines.filter((line) => line.api === api).map(({ line }) => line.replace(/\{\w+\}/g, '{}'))
    expect(new Set(requests).size).toBe(requests.length)
  }
})

test('an operation and its shapes are in the table and nowhere else', () => {
  for (const [api, groups] of Object.entries(apis))
    for (const [group, operations] of Object.entries(groups))
      for (const id of Object.keys(operations)) expect(lines).toContainEqual(expect.objectContaining({ api, group, id }))
})

test('what the server does not answer yet is spelled the same, and is none of what it answers', () => {
  const names = Object.entries(unservedOperations).flatMap(([group, operations]) =>
    Object.keys(operations).map((id) => `${group}.${id}`),
  )
  const served = lines.filter(({ api }) => api === 'backend')
  expect(names.filter((name) => served.some(({ group, id }) => name === `${group}.${id}`))).toEqual([])

  const unserved = [unservedOperations, unversionedOperations].flatMap((groups) =>
    Object.values(groups).flatMap((operations) => Object.values<string>(operations)),
  )
  for (const line of unserved) expect(line).toMatch(spelling)
  const requestOf = (line: string) => line.replace(/\{\w+\}/g, '{}')
  const answered = served.map(({ line }) => requestOf(line))
  expect(unserved.filter((line) => answered.includes(requestOf(line)))).toEqual([])
})

test('what the server does not answer yet of the Frontend API is none of what it answers, and each line is there once', () => {
  const requestOf = (line: string) => line.replace(/\{\w+\}/g, '{}')
  const unserved = [...unservedFrontendLines, ...unversionedFrontendLines.map((line) => line.replace(' ', ' (base)'))].map(
    requestOf,
  )
  expect(new Set(unserved).size).toBe(unserved.length)
  for (const line of [...unservedFrontendLines, ...unversionedFrontendLines]) expect(line).toMatch(spelling)
  const answered = lines.filter(({ api }) => api === 'frontend').map(({ line }) => requestOf(line))
  expect(unserved.filter((line) => answered.includes(line))).toEqual([])
})
