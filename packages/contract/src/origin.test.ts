import { expect, test } from 'vitest'
import { isLoopbackName, originOf, pageOrigin, webOrigin } from './origin.js'

test.each([
  ['https://app.example.com', 'https://app.example.com'],
  ['https://app.example.com/', 'https://app.example.com'],
  ['HTTPS://App.Example.com:443', 'https://app.example.com'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
])('%s is a web origin', (text, origin) => {
  expect(webOrigin(text)).toBe(origin)
  expect(pageOrigin(text)).toBe(origin)
  expect(originOf(new URL(text))).toBe(origin)
})

test.each([
  'capacitor://localhost',
  'ionic://localhost',
  'tauri://localhost',
  'app://-',
  'chrome-extension://abcdefghijklmnop',
  'moz-extension://1c6e1a2f-0d4b-4f5a-9f0e-0a4b5c6d7e8f',
])('%s is the origin of a native app, and not a public address', (text) => {
  expect(pageOrigin(text)).toBe(text)
  expect(pageOrigin(`${text}/`)).toBe(text)
  expect(webOrigin(text)).toBeNull()
})

test.each([
  '',
  'null',
  '*',
  'app.example.com',
  'app.example.com:8080',
  'localhost:3000',
  '//app.example.com',
  'https:app.example.com',
  'https:/app.example.com',
  'https://',
  'https://*.example.com',
  'https://app.example.com/auth',
  'https://app.example.com//',
  'https://app.example.com?x',
  'https://app.example.com#x',
  'https://user:secret@app.example.com',
  'https://app.example.com\\@evil.example',
  'https://app.example.com:99999',
  'https://a.example,https://b.example',
  'https://a.example https://b.example',
  'https://a.example,b.example',
  'mailto:x',
  'file://',
  'file:///app',
  'file://app.example.com',
  'data:text/html,x',
  'data://app.example.com',
  'blob:https://app.example.com',
  'blob://app.example.com',
  'javascript://app.example.com',
  'about:blank',
  'about://app.example.com',
  'ws://app.example.com',
  'wss://app.example.com',
  'ftp://app.example.com',
])('%j is not an origin, and is never shortened to one', (text) => {
  expect(webOrigin(text)).toBeNull()
  expect(pageOrigin(text)).toBeNull()
})

test('only names of this machine are loopback names', () => {
  const names = ['localhost', 'app.localhost', '127.0.0.1', '127.1.2.3', '[::1]']
  expect(names.map((name) => isLoopbackName(name))).toEqual(names.map(() => true))
  const others = ['app.example.com', 'localhost.example', '10.0.0.1', '[::2]', '0.0.0.0', '127.0.0.1.example']
  expect(others.map((name) => isLoopbackName(name))).toEqual(others.map(() => false))
})
