import { describe, expect, test } from 'vitest'
import { withHashRedirect } from './hash-redirect.js'

const page = 'https://auth.example/sign-in'
const moved = (fragment: string, at = page) => withHashRedirect(`${at}${fragment}`, '/sign-up')

describe('the address to return to in a fragment', () => {
  test.each([
    [
      '#/?redirect_url=https%3A%2F%2Fshop.example%2Fcart%3Fx%3D1%23top',
      '?redirect_url=https%3A%2F%2Fshop.example%2Fcart%3Fx%3D1%23top',
    ],
    ['#?redirect_url=%2Forders', '?redirect_url=%2Forders'],
    ['#/create?redirect_url=%2Forders', '?redirect_url=%2Forders'],
    ['#/?redirect_url=%2Fa&sign_in_force_redirect_url=%2Fb', '?redirect_url=%2Fb'],
    ['#/?redirect_url=%2Fa&sign_in_fallback_redirect_url=%2Fb', '?redirect_url=%2Fa'],
    ['#/?sign_in_fallback_redirect_url=%2Fb&sign_up_force_redirect_url=%2Fc', '?redirect_url=%2Fb'],
    ['#/?after_sign_in_url=%2Fb', '?redirect_url=%2Fb'],
    ['?x=1&redirect_url=%2Fold#/?redirect_url=%2Fnew', '?x=1&redirect_url=%2Fnew'],
  ])('%s moves to %s', (fragment, query) => {
    expect(moved(fragment)).toBe(`${page}${query}`)
  })

  test('on the sign-up page those for sign-up count', () => {
    const fragment = '#/?sign_in_force_redirect_url=%2Fin&sign_up_force_redirect_url=%2Fup'
    expect(moved(fragment, 'https://auth.example/sign-up')).toBe('https://auth.example/sign-up?redirect_url=%2Fup')
  })

  test.each([
    '',
    '#',
    '#continue',
    '#add-account',
    '#/?',
    '#/?redirect_url=',
    '#/factor-one',
    '?redirect_url=%2Fa',
    '#redirect_url=%2Fa',
  ])('an address that ends in %j stays', (fragment) => {
    expect(moved(fragment)).toBeUndefined()
  })
})
