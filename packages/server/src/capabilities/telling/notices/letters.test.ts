import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { requireAgreement } from '../../../testing/agreeing-mail.js'
import { type TestServer, testServer } from '../../../testing/test-server.js'
import { codeMail, codeMails } from '../../ground/mail/code-mail.js'
import { renderLetter } from '../../ground/mail/letter.js'
import type { Mail } from '../../ground/mail/mail.js'
import { addressNotices, noticeMail, numberNotices, plainNotices, walletNotices } from './notice-mail.js'

const to = 'jane@example.com'
const address = `o'neil&co@example.com`
const notMeUrl = 'https://app.example.com/__clerk/not-me?a=1&b=2#token'
const applicationName = `<b>Zum "Bären"</b> & Co`

describe.each(['en', 'de'])('all letters in %s', (language) => {
  let server: TestServer
  let mails: Mail[]
  beforeAll(async () => {
    server = await testServer('sqlite', { applicationName, languages: [language] })
    const { instance } = server
    const codes = codeMails.map((kind) => codeMail(instance, { kind, to, code: '123456' }))
    const from = { browser_name: 'Chrome', device_type: 'Windows', ip_address: '203.0.113.7' }
    const notices = [
      ...plainNotices.map((kind) => ({ kind })),
      ...addressNotices.map((kind) => ({ kind, address })),
      ...numberNotices.map((kind) => ({ kind, phoneNumber: '+4915123456789' })),
      ...walletNotices.map((kind) => ({ kind, web3Wallet: '0xab5801a7d398351b8be11c439e05c5b3259aec9b' })),
    ].flatMap((notice) => [
      noticeMail(instance, to, notice, { from, notMeUrl }),
      noticeMail(instance, to, notice, { from: null, notMeUrl: null }),
    ])
    mails = [...codes, ...notices]
  })
  afterAll(() => server.close())

  test('a letter says the same as plain text and as HTML', () => {
    expect(mails.length).toBeGreaterThan(15)
    for (const mail of mails) requireAgreement(mail)
  })

  test('a letter has a subject of one line, a heading, and the name of the app', () => {
    for (const { subject, text, html } of mails) {
      expect(subject).toMatch(/^\S.*\S$/)
      expect(text).toMatch(/^\S.*\n\n[\s\S]+\n\n<b>Zum "Bären"<\/b> & Co\n$/)
      expect(html.match(/<h1 /g)).toHaveLength(1)
      expect(html).toContain(`<html lang="${language}" dir="ltr">`)
      expect([subject, text, html].join()).not.toMatch(/[{}]/)
    }
  })

  test('attack: the name of the app, an address or a link brings no markup into a letter', () => {
    for (const { html } of mails) {
      expect(html).not.toMatch(/<b>|<img|<script|"Bären"/)
      expect(html.replace(/&#\d+;/g, '')).not.toContain('&')
    }
  })

  test('attack: no block lets markup in', () => {
    const evil = `"><img src=x onerror='alert(1)'>`
    const blocks = [{ heading: evil }, { text: evil }, { code: evil }, { link: evil, label: evil }, { note: evil }]
    const [{ letters }] = server.instance.options.languages
    expect(renderLetter(server.instance, letters, { subject: '', blocks }).html).not.toContain('<img')
  })
})

describe('a letter of a deployment with branding', () => {
  const branding = { logoUrl: '/logo.svg', accentColor: '#ffe066', termsUrl: 'https://example.com/terms', privacyUrl: '/privacy' }
  const letterOf = async (options: FrontdeskOptions) => {
    const server = await testServer('sqlite', { applicationName: 'Grand Hotel', branding, ...options })
    const mail = noticeMail(server.instance, to, { kind: 'password_changed' }, { from: null, notMeUrl })
    await server.close()
    return requireAgreement(mail)
  }

  test('it shows the logo, a button in the colour, and where terms and privacy are', async () => {
    const { html, text } = await letterOf({ publicUrl: 'https://app.example.com', environment: 'development' })
    expect(html).toContain('<img src="https://app.example.com/logo.svg" alt="Grand Hotel" height="32"')
    expect(html).toMatch(/<a href="[^"]*not-me[^"]*" style="[^"]*color:#ffffff[^"]*;background:#75672f">/)
    expect(text).toMatch(
      /\n\nGrand Hotel\n\nTerms:\nhttps:\/\/example\.com\/terms\n\nPrivacy:\nhttps:\/\/app\.example\.com\/privacy\n$/,
    )
  })

  test('it leaves out what has no whole address where the instance does not know its own', async () => {
    const { html, text } = await letterOf({})
    expect(html).not.toContain('<img')
    expect(text).toMatch(/\n\nGrand Hotel\n\nTerms:\nhttps:\/\/example\.com\/terms\n$/)
  })

  test('attack: an address of the branding brings no markup into a letter', async () => {
    const evil = 'https://example.com/"><script>alert(1)</script>'
    const { html } = await letterOf({ branding: { logoUrl: evil, termsUrl: evil, privacyUrl: evil } })
    expect(html).not.toContain('<script')
  })
})

test.each([
  ['en', '::1', 'Chrome on Linux, this computer.'],
  ['en', '127.0.0.1', 'Chrome on Linux, this computer.'],
  ['de', '::1', 'Chrome auf Linux, dieser Computer.'],
  ['en', '203.0.113.7', 'Chrome on Linux, 203.0.113.7.'],
])('in %s the address %s reads %j', async (language, ip_address, words) => {
  const server = await testServer('sqlite', { languages: [language] })
  const from = { browser_name: 'Chrome', device_type: 'Linux', ip_address }
  expect(noticeMail(server.instance, to, { kind: 'password_changed' }, { from, notMeUrl: null }).text).toContain(words)
  await server.close()
})

test('a mail whose two forms differ is found', () => {
  const mail = (text: string, html: string) => ({ to, kind: 'code', subject: 'A subject', text, html })
  expect(() => requireAgreement(mail('Enter 123456', '<p>Enter 123457</p>'))).toThrow('A mail says one thing')
  expect(() => requireAgreement(mail('Go:\nhttps://a', '<a href="https://b">Go</a>'))).toThrow('A mail says one thing')
  expect(() => requireAgreement(mail('One & two', '<p>One &#38; two</p>'))).not.toThrow()
})
