import { describe, expect, test } from 'vitest'
import { isOriginBelow } from '../basics/app-domain.js'
import { createFrontdesk } from '../server.js'
import { readOptions } from './options.js'
import { ownDomainOf, requireOwnSites } from './own-domain.js'

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

  test.each(
    [
      ['co.uk', 'com.au', 'ab.ca', 'kawasaki.jp', 'github.io', 'vercel.app', 'workers.dev', 'uk.com'],
      ['compute-1.amazonaws.com', 'eu-west-1.elasticbeanstalk.com', 'up.railway.app', 'a.run.app'],
    ].flat(),
  )('attack: below the public suffix %s all sites would be the app', async (suffix) => {
    const domain = `clerk.${suffix}`
    await expect(requireOwnSites(readOptions({ domain, environment }))).rejects.toThrow(
      /domain: must leave a domain of your own.* strangers have their sites, too \(FRONTDESK_DOMAIN\)/,
    )
    const named = readOptions({ domain: `clerk.example.${suffix}`, appDomain: suffix, environment })
    await expect(requireOwnSites(named)).rejects.toThrow(/appDomain: must leave .* \(FRONTDESK_APP_DOMAIN\)/)
    await expect(requireOwnSites(readOptions({ domain: `clerk.my.example.${suffix}`, environment }))).resolves.toBeUndefined()
  })

  test.each(['clerk.x.ai', 'clerk.web.de', 'clerk.app.localhost', 'clerk.desk.internal'])(
    'a short name such as that of %s is its owner’s',
    async (domain) => {
      await expect(requireOwnSites(readOptions({ domain, environment }))).resolves.toBeUndefined()
    },
  )

  test('a server with such a domain answers nothing', async () => {
    const frontdesk = createFrontdesk({ domain: 'clerk.github.io', environment, databaseUrl: 'sqlite::memory:', log: () => {} })
    await expect(frontdesk.ready()).rejects.toThrow('strangers have their sites')
    await frontdesk.close()
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
