/** Every refusal that the pages' own calls can meet has words for the person who reads it. */
import { readdirSync, readFileSync } from 'node:fs'
import { english, frontendOperations } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { reachOfRoutes } from './reach.js'

const pages = new URL('../../packages/ui/src/', import.meta.url)
const operations = frontendOperations as Record<string, Record<string, string>> // names in the source are text

/** The lines of operations that the pages call, such as `PATCH /me`. */
const calledLines = (): Set<string> => {
  const files = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!test)\.tsx?$/.test(file))
  const calls = files.flatMap((file) => [...readFileSync(new URL(file, pages), 'utf8').matchAll(/\bapi\.(\w+)\.(\w+)/g)])
  return new Set(calls.map(([, group, name]) => operations[group!]![name!]!))
}

/** What only a page of an older release, or one that is no page of ours, is refused with: it is told to load itself again. */
const ofOtherPages = [
  'form_param_type_invalid',
  'form_param_unknown',
  'form_param_value_invalid',
  'request_body_invalid',
  'strategy_for_user_invalid',
  'unsupported_content_type',
]

test('every refusal of what the pages ask for has words for people', () => {
  const reach = reachOfRoutes()
  const lines = calledLines()
  expect(lines.size).toBeGreaterThan(20)
  const codes = [...lines].flatMap((line) => reach.get(`frontend ${line}`)!.refusals.map((refusal) => refusal.split(' ')[1]!))
  expect(codes.length).toBeGreaterThan(100)
  const texts = Object.keys(english.unstable__errors)
  expect([...new Set(codes)].filter((code) => !texts.includes(code)).sort()).toEqual(ofOtherPages)
})
