import { describe, expect, test } from 'vitest'
import { sameOriginRedirect } from './same-origin-redirect.js'

const here = 'https://app.example/sign-in?redirect_url=x'

describe('a redirect_url is followed only on its own origin', () => {
  test.each([
    ['/protected', 'https://app.example/protected'],
    ['protected?page=2#row', 'https://app.example/protected?page=2#row'],
    ['https://app.example/a', 'https://app.example/a'],
    ['HTTPS://APP.EXAMPLE:443/a', 'https://app.example/a'],
  ])('redirect_url %s is followed', (wanted, address) => {
    expect(sameOriginRedirect(wanted, here)).toBe(address)
  })

  test.each([
    null,
    '',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https://evil.example/app.example',
    'https://app.example.evil.example',
    'https://app.example@evil.example',
    'http://app.example/a',
    'https://app.example:8443/a',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example/7f3c',
    'http://[',
  ])('redirect_url %j is refused', (wanted) => {
    expect(sameOriginRedirect(wanted, here)).toBeUndefined()
  })
})
