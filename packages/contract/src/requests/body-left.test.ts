import { describe, expect, test } from 'vitest'
import { bodyLeft } from './body-left.js'

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

interface Sent {
  text: string
  type: string
  headers?: Record<string, string | undefined>
}

/** What is left of a request that had this body, as text. */
function leftOf({ text, type, headers }: Sent, left: { rawBody?: unknown; body?: unknown; _body?: unknown }): string | null {
  const described = { 'content-type': type, 'content-length': String(Buffer.byteLength(text)), ...headers }
  const bytes = bodyLeft({ headers: described, ...left })
  return bytes && Buffer.from(bytes).toString()
}

const chunked = { 'content-length': undefined }

describe('the bytes that were kept', () => {
  const sent = { text: '{"name":"Zoë"}', type: json }
  const bytes = Buffer.from(sent.text)

  test.each([
    ['bytes in rawBody', { rawBody: bytes, body: { name: 'another' } }],
    ['an array of bytes in rawBody', { rawBody: new Uint8Array(bytes) }],
    ['text in rawBody', { rawBody: sent.text }],
    ['bytes in body', { body: bytes }],
    ['text in body', { body: sent.text }],
    ['text in body, where rawBody has less', { rawBody: '', body: sent.text }],
    ['what was parsed, where rawBody has less', { rawBody: '{"name"', body: { name: 'Zoë' } }],
  ])('%s are the body', (_name, left) => {
    expect(leftOf(sent, left)).toBe(sent.text)
  })

  test('what is longer or shorter than what was sent is none', () => {
    for (const kept of ['{"name":"Zo', bytes.toString('latin1'), Buffer.alloc(0), Buffer.concat([bytes, bytes])])
      expect(leftOf(sent, { rawBody: kept, body: kept })).toBeNull()
  })

  test('where no length was sent they count if there are any, and of compressed bytes the length tells nothing', () => {
    for (const headers of [chunked, { 'content-encoding': 'gzip', 'content-length': '99' }]) {
      expect(leftOf({ ...sent, headers }, { rawBody: bytes })).toBe(sent.text)
      expect(leftOf({ ...sent, headers }, { rawBody: '' })).toBeNull()
    }
    expect(leftOf({ ...sent, headers: { 'content-encoding': 'Identity' } }, { rawBody: '{' })).toBeNull()
  })

  test('they are a copy of their own', () => {
    const kept = Buffer.from('a=1')
    const left = bodyLeft({ headers: {}, rawBody: kept })!
    kept.fill(0)
    expect(Buffer.from(left).toString()).toBe('a=1')
  })
})

describe('JSON that was parsed', () => {
  test.each([
    '{"a":["1",{"b":null}],"c":"ä"}',
    '{ "a" : 1 }',
    '{"a":1e20,"b":1E5}',
    '{"a":"\\u0041\\/"}',
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1}}',
    '[1,2]',
    '{}',
  ])('%s means the same as what is left of it', (text) => {
    expect(JSON.parse(leftOf({ text, type: json }, { body: JSON.parse(text) })!)).toEqual(JSON.parse(text))
  })

  test.each([json, 'application/json; charset=utf-8', 'Application/JSON', 'application/scim+json'])(
    'is JSON of type %s',
    (type) => {
      expect(leftOf({ text: '{"a":1}', type }, { body: { a: 1 } })).toBe('{"a":1}')
    },
  )

  test('an empty object is the body only where that was sent, or a parser says so', () => {
    const sent = { text: '{"a":1}', type: json }
    expect(leftOf(sent, { body: {} })).toBeNull()
    expect(leftOf({ ...sent, headers: chunked }, { body: {} })).toBeNull()
    expect(leftOf({ text: '{ }', type: json }, { body: {}, _body: true })).toBe('{}')
  })

  test('what another parser made of it is no JSON', () => {
    const text = '{"identifier":"jane@example.com"}'
    expect(leftOf({ text, type: json }, { body: Object.fromEntries(new URLSearchParams(text)) })).toBeNull()
    for (const body of [undefined, null, 5, true, () => {}]) expect(leftOf({ text, type: json }, { body })).toBeNull()
  })

  test('JSON that is nested too deep to be written throws', () => {
    const text = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    expect(() => leftOf({ text, type: json }, { body: JSON.parse(text) })).toThrow(RangeError)
  })
})

describe('a form that was parsed', () => {
  const sent = { text: 'a=1&b=Zo%C3%AB+%26', type: form }

  test('has its pairs, in whatever order', () => {
    expect(leftOf(sent, { body: { b: 'Zoë &', a: '1' } })).toBe('b=Zo%C3%AB+%26&a=1')
    expect(leftOf({ ...sent, type: `${form}; charset=UTF-8` }, { body: { a: '' } })).toBe('a=')
  })

  test('has lists as repeated names, and a list of one as a list', () => {
    expect(leftOf(sent, { body: { a: ['1', '2'], b: ['3'] } })).toBe('a=1&a=2&b%5B%5D=3')
  })

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['an object in a field', { a: { b: '1' } }],
    ['an object in a list', { a: [{ b: '1' }] }],
    ['a list in a list', { a: [['1']] }],
    ['a number, which was text', { a: 1 }],
    ['nothing in a field', { a: undefined }],
    ['a list in the place of fields', [['a', '1']]],
  ])('that has %s is none', (_name, body) => {
    expect(leftOf(sent, { body })).toBeNull()
  })
})

test.each(['multipart/form-data; boundary=x', 'text/plain', 'application/jsonp', ''])(
  'what a parser made of %j does not tell the bytes',
  (type) => {
    expect(leftOf({ text: 'a=1', type }, { body: { a: '1' } })).toBeNull()
  },
)
