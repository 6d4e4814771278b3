import { expect, test } from 'vitest'
import { isPlainPath, targetOf } from './request-target.js'

test.each([
  ['/a?b=/c', 'app.example:3000', { whole: '/a?b=/c', path: '/a', host: 'app.example:3000' }],
  ['/', '[::1]:3000', { whole: '/', path: '/', host: '[::1]:3000' }],
  ['/', undefined, { whole: '/', path: '/', host: '' }],
  ['//evil.example/x', 'app.example', { whole: '//evil.example/x', path: '//evil.example/x', host: 'app.example' }],
  ['/a/../b', 'app.example', { whole: '/a/../b', path: '/a/../b', host: 'app.example' }],
  ['*', 'app.example', { whole: '*', path: '*', host: 'app.example' }],
  ['http://app.example/a?b', 'other.example', { whole: '/a?b', path: '/a', host: 'app.example' }],
  ['HTTPS://app.example:8443', 'other.example', { whole: '/', path: '/', host: 'app.example:8443' }],
  ['http://app.example?b', undefined, { whole: '/?b', path: '/', host: 'app.example' }],
  ['http://me@app.example/', 'app.example', { whole: '/', path: '/', host: null }],
  ['/', 'app.example/evil', { whole: '/', path: '/', host: null }],
  ['/', 'me@app.example', { whole: '/', path: '/', host: null }],
])('%s at %s', (url, host, expected) => {
  expect(targetOf({ url, headers: { host } })).toEqual(expected)
  expect(targetOf({ url: '/inner', originalUrl: url, headers: { host } })).toEqual(expected)
})

test.each(['', 'app.example:443', 'file:///etc/passwd', 'a/b', '?x'])('%j names nothing of ours', (url) => {
  expect(targetOf({ url, headers: { host: 'app.example' } })).toBeNull()
})

test.each(['/', '/__clerk/v1/client', '/user/', '/a.b/..c/.d', '/@clerk/clerk-js@6/dist/x.js', '/a%20b/%C3%A9'])(
  'the path %s is read in one way',
  (path) => {
    expect(isPlainPath(path)).toBe(true)
  },
)

test.each([
  '*',
  '//a',
  '/a//b',
  '/a/./b',
  '/a/../b',
  '/a/..',
  '/.',
  '/a/%2e%2e/b',
  '/a/.%2E/b',
  '/a%2Fb',
  '/a%5cb',
  '/a\\b',
  '/a#b',
  '/a\tb',
  '/é',
])('the path %s may be read in several ways', (path) => {
  expect(isPlainPath(path)).toBe(false)
})
