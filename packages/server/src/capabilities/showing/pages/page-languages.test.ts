import type { PageData } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'

const opened = { accept: 'text/html', 'sec-fetch-dest': 'document' }
const markup = '<b>جار التحميل</b></script>'

describe('the language of the pages', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', {
      applicationName: 'Zum {{name}}',
      languages: {
        en: true,
        de: true,
        ar: { loading: markup, document: { noScript: markup }, signUp: { start: { actionLink: markup } } },
      },
    })
  })
  afterAll(() => server.close())

  const open = async (path: string, language: string) => {
    const answer = await server.request(path, { headers: { ...opened, 'accept-language': language } })
    return { html: await answer.text(), vary: answer.headers.get('vary') }
  }
  const dataIn = (html: string): PageData => JSON.parse(/id="frontdesk-data">(.*?)<\/script>/s.exec(html)![1]!)

  test.each([
    ['/sign-in', 'Anmelden'],
    ['/sign-up', 'Registrieren'],
    ['/user', 'Ihr Konto'],
    ['/sign-out', 'Angemeldet bleiben'],
    ['/__clerk/not-me', 'Waren das nicht Sie?'],
    ['/__frontdesk/inbox', 'Posteingang'],
    ['/__clerk/nowhere', 'Hier ist nichts'],
    ['/__clerk/api/v1/public/interstitial?frontend_api=x', 'ohne zu erfahren, wer angemeldet ist'],
  ])('%s is in the language that the browser asks for', async (path, german) => {
    const [inGerman, inArabic, inEnglish] = await Promise.all(
      ['de-AT,de;q=0.9,en;q=0.8', 'ar-EG', 'fr'].map((language) => open(path, language)),
    )
    expect(inGerman!.html).toContain('<html lang="de" dir="ltr">')
    expect(inGerman!.html).toContain(german)
    expect(inArabic!.html).toContain('<html lang="ar" dir="rtl">')
    expect(inEnglish!.html).toContain('<html lang="en" dir="ltr">')
    expect(inEnglish!.html).not.toContain(german)
    for (const { vary } of [inGerman!, inArabic!, inEnglish!]) expect(vary).toBe('Accept-Language')
  })

  test('a page tells its script the language, and has only its own words', async () => {
    const { lang, dir, words } = dataIn((await open('/sign-in', 'ar')).html)
    expect([lang, dir, words.locale, words.loading]).toEqual(['ar', 'rtl', 'ar', markup])
    for (const section of ['userProfile', 'inbox', 'letters', 'notMe', 'refusal', 'document', 'signOut'])
      expect(words).not.toHaveProperty(section)
  })

  test('the name of the application stands in the words, whatever it is', async () => {
    const { words } = dataIn((await open('/sign-in', 'de')).html)
    expect(words.signIn!.start.title).toBe('Bei Zum {{name}} anmelden')
  })

  test('attack: a text of a language brings no markup into a page', async () => {
    const { html } = await open('/sign-in', 'ar')
    expect(html).not.toContain('<b>')
    expect(html).toMatch(/<noscript>.*<p class="lead">&lt;b>.*<\/noscript>/)
    expect(html).toContain('<title>&#60;b&#62;')
  })

  test('a refusal is said in the language, and how long to wait', async () => {
    const handshake = '/__clerk/v1/client/handshake?redirect_url=%2F'
    const slow = await testServer('sqlite', { languages: ['de'], rateLimits: { attemptsPerMinute: 1 } })
    for (let visit = 0; visit < 10; visit++) await slow.request(handshake, { headers: opened })
    const answer = await slow.request(handshake, { headers: opened })
    const html = await answer.text()
    expect(answer.status).toBe(429)
    expect(html).toContain('<h1>Einen Moment bitte</h1>')
    expect(html).toContain('Zu viele Versuche. Versuchen Sie es in 1 Minute erneut.')
    await slow.close()
  })
})

describe('the language of mail', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { languages: ['en', 'de'] })
  })
  afterAll(() => server.close())

  test('a code is mailed in the language of who asks for it; notices are in the first', async () => {
    const browser = server.browser()
    const german = { 'accept-language': 'de-DE,de;q=0.9' }
    const fields = { email_address: 'jo@example.com', password: 'correct horse battery staple' }
    const { body } = await browser.call('POST', '/client/sign_ups', fields, german)
    const path = `/client/sign_ups/${body.response.id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' }, german)
    const [letter] = await server.mailbox.all()
    expect(letter!.subject).toMatch(/^\d{6} ist Ihr Code für /)
    expect(letter!.text).toContain('Der Code gilt 10 Minuten.')
    expect(letter!.html).toContain('<html lang="de" dir="ltr">')

    await browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code: letter!.code }, german)
    const change = { new_password: 'another horse battery staple', current_password: fields.password }
    expect((await browser.call('POST', '/me/change_password', change, german)).status).toBe(200)
    const notice = (await server.mailbox.all()).at(-1)!
    expect([notice.kind, notice.subject]).toEqual([
      'password_changed',
      expect.stringMatching(/^Your password for .* was changed$/),
    ])
  })
})
