import { describe, expect, test } from 'vitest'
import { isOriginBelow } from '../basics/app-domain.js'
import { readOptions } from './options.js'
import { ownDomainOf } from './own-domain.js'

const environment = 'production'

describe('the app has the domain without its first label', () => {
  test.each([
    ['clerk.example.com', 'example.com', 'accounts.example.com'],
    [' CLERK.Example.com ', 'example.com', 'accounts.example.com'],
    ['auth.example.com', 'example.com', null],
    ['clerk.shop.example.com', 'shop.example.com', 'accounts.shop.example.com'],
    ['clerk.example.co.uk', 'example.co.uk', 'accounts.example.co.uk'],
    ['clerk.xn--bcher-kva.example', 'xn--bcher-kva.example', 'accounts.xn--bcher-kva.example'],
    ['clerk.app.localhost', 'app.localhost', 'accounts.app.localhost'],
  ])('of the domain %s: %s', (domain, appDomain, accountsHost) => {
    const host = domain.trim().toLowerCase()
    expect(readOptions({ domain, environment }).ownDomain).toEqual({ host, origin: `https://${host}`, appDomain, accountsHost })
  })

  test('unless it is said to be shorter', () => {
    expect(ownDomainOf({ domain: 'clerk.auth.example.com', appDomain: 'example.com' })?.appDomain).toBe('example.com')
    expect(ownDomainOf({ domain: 'clerk.x.ai', appDomain: 'x.ai' })?.appDomain).toBe('x.ai')
  })

  test('and without a domain there is none', () => {
    expect(readOptions().ownDomain).toBeNull()
    expect(readOptions({ appDomain: 'example.com' }).ownDomain).toBeNull()
  })
})

describe('a domain that would open the app to strangers stops the start', () => {
  test.each([
    'https://clerk.example.com',
    'clerk.example.com:8443',
    'clerk.example.com/',
    'clerk.example.com.',
    'clerk..example.com',
    '-clerk.example.com',
    'clerk.bücher.example',
    'clerk_.example.com',
    'example.com',
    'localhost',
    '127.0.0.1',
    '*.example.com',
    'clerk.example.com, other.example.com',
    '',
  ])('a domain such as %j, which is no host name of their own', (domain) => {
    expect(() => readOptions({ domain, environment })).toThrow(
      /^ {2}domain: must be a host name of your own without scheme, port and path, such as clerk\.example\.com.* \(FRONTDESK_DOMAIN\)$/m,
    )
  })

  test.each(['example.co.uk', 'example.com.au', 'myapp.github.io', 'myapp.vercel.app', 'clerk.workers.dev', 'myapp.uk.com'])(
    'attack: %s leaves a public suffix, whose sites would all be the app',
    (domain) => {
      expect(() => readOptions({ domain, environment })).toThrow(
        /domain: must leave your own domain when its first label is dropped.* strangers have their sites, too \(FRONTDESK_DOMAIN\)/,
      )
    },
  )

  test.each(['clerk.x.ai', 'example.ab.ca', 'clerk.web.de'])(
    'attack: of what %s leaves nobody can tell, so it has to be said',
    (domain) => {
      expect(() => readOptions({ domain, environment })).toThrow(/FRONTDESK_(?:APP_)?DOMAIN/)
    },
  )

  test.each(['co.uk', 'github.io'])('attack: not even if %s is said to be the app', (appDomain) => {
    expect(() => readOptions({ domain: `clerk.example.${appDomain}`, appDomain, environment })).toThrow(/appDomain: must leave/)
  })

  test.each(['example.com', 'clerk.example.org', 'other.com', 'ample.org'])(
    'an app at %s, of which it is no part',
    (appDomain) => {
      expect(() => readOptions({ domain: 'clerk.example.org', appDomain, environment })).toThrow(
        /appDomain: must be what clerk\.example\.org is a sub-domain of, such as example\.org, not .* \(FRONTDESK_APP_DOMAIN\)/,
      )
    },
  )

  test.each(['http://app.example.com', 'https://app.example.org', 'https://app.example.com:8443', 'https://notexample.com'])(
    'a public URL %s, where browsers would keep no session',
    (publicUrl) => {
      expect(() => readOptions({ domain: 'clerk.example.com', publicUrl, environment })).toThrow(
        /publicUrl: must be an https origin of example\.com .* \(FRONTDESK_PUBLIC_URL\)/,
      )
    },
  )

  test('and so does one that nobody has said to be in production', () => {
    expect(() => readOptions({ domain: 'clerk.example.com' })).toThrow(/environment: must be stated/)
  })
})

describe('an origin is of example.com', () => {
  test.each(['https://example.com', 'https://app.example.com', 'https://a.b.example.com'])('if it is %s', (origin) => {
    expect(isOriginBelow('example.com', origin)).toBe(true)
  })

  test.each([
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://notexample.com',
    'https://example.com.evil.example',
    'https://evil.example/.example.com',
    'https://evil.example#.example.com',
    'https://evil.example?.example.com',
    'https://evil.example\\.example.com',
    'https://evil.example@app.example.com',
    'capacitor://app.example.com',
    'null',
    '',
  ])('but not if it is %s', (origin) => {
    expect(isOriginBelow('example.com', origin)).toBe(false)
  })
})
