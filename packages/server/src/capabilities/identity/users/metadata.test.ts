import { describe, expect, test } from 'vitest'
import { mergeMetadata } from './metadata.js'

describe('merging metadata', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['adds keys', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['replaces values', { a: 1 }, { a: 'x' }, { a: 'x' }],
    ['merges objects', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ['replaces lists whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['removes with null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['removes with null at depth', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['removes what was never there', {}, { a: null }, {}],
    ['keeps no null of a new object', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    ['puts an object in a value’s place', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['puts a value in an object’s place', { a: { b: 1 } }, { a: 1 }, { a: 1 }],
    ['keeps nulls inside lists', {}, { a: [null] }, { a: [null] }],
    ['keeps false, zero and the empty text', { a: 1, b: 1, c: 1 }, { a: false, b: 0, c: '' }, { a: false, b: 0, c: '' }],
  ])('merging metadata %s', (_name, current, changes, merged) => {
    expect(mergeMetadata(current, changes)).toEqual(merged)
  })

  test('merging metadata with a prototype that slipped through pollutes nothing', () => {
    const merged = mergeMetadata({}, JSON.parse('{"__proto__":{"admin":true}}'))
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  })
})
