/** The pages in German, which is built in, and in Arabic, with the texts of Clerk's localization object. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

let folder: string
let app: StartedProcess
let visitors: Visitors
let visitor: Visitor

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-languages-'))
  const origin = `http://localhost:${await freePort()}`
  app = await startProcess(process.execPath, [fileURLToPath(new URL('apps/languages.mjs', import.meta.url))], {
    cwd: fileURLToPath(new URL('../clients', import.meta.url)), // where Clerk's packages are installed
    origin,
    env: { PORT: new URL(origin).port, FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'frontdesk.db')}` },
  })
  visitors = await visitorsOf(origin)
})
afterAll(async () => {
  await visitors?.close()
  await app?.kill()
  rmSync(folder, { recursive: true, force: true })
})

const button = (name: string) => visitor.page.getByRole('button', { name })
const link = (name: string) => visitor.page.getByRole('link', { name })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
const heading = (name: string) => visitor.page.getByRole('heading', { name })
const document = (property: 'lang' | 'dir') => visitor.page.evaluate(`document.documentElement.${property}`)

async function isUsable(): Promise<void> {
  expect(await visitor.axe()).toEqual([])
  expect(await visitor.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
}

const style = (selector: string, property: string) =>
  visitor.page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`)

/** Words that no German screen has; the names of things, such as the app's, are no words. */
const english = /\b(your|you|sign|password|address|code to|enter|account|the|continue|add|remove)\b/i

async function isGerman(): Promise<void> {
  expect(await visitor.page.locator('body').innerText()).not.toMatch(english)
  const labels = await visitor.page.locator('[aria-label], [title]').all()
  for (const one of labels)
    expect(`${await one.getAttribute('aria-label')} ${await one.getAttribute('title')}`).not.toMatch(english)
  await isUsable()
}

describe.each([1280, 320])('at a width of %i', (width) => {
  beforeEach(async () => {
    visitor = await visitors.visitor({ locale: 'de-AT', viewport: { width, height: 800 } })
  })
  afterEach(async () => {
    expect(visitor.faults).toEqual([])
    await visitor.close()
  })

  test('somebody who reads German signs up, gets a German letter, and signs in again', async () => {
    const address = `anna-${width}@example.com`
    await visitor.open('/sign-in')
    await field('E-Mail-Adresse').waitFor()
    expect(await document('lang')).toBe('de')
    await isGerman()
    await button('Weiter').click()
    await visitor.page.getByText('E-Mail-Adresse fehlt.').waitFor()
    await isGerman()
    await link('Registrieren').click()
    await heading('Konto erstellen').waitFor()
    await isGerman()
    await field('E-Mail-Adresse').fill(address)
    await field('Passwort').fill('kurz')
    await button('Konto erstellen').click()
    await visitor.page.getByText('Verwenden Sie mindestens 8 Zeichen.').waitFor()
    await field('Passwort').fill(password)
    await button('Konto erstellen').click()
    await field('Bestätigungscode').waitFor()
    await isGerman()

    const letters = (await (await visitor.context.request.get('/__frontdesk/inbox/messages')).json()) as {
      data: Array<{ to: string; subject: string; text: string; html: string }>
    }
    const letter = letters.data.find(({ to }) => to === address)!
    expect(letter.subject).toMatch(/^\d{6} ist Ihr Code für /)
    expect(letter.html).toContain('<html lang="de" dir="ltr">')
    expect(letter.text).not.toMatch(english)

    await field('Bestätigungscode').fill('000000')
    await visitor.page.getByText('Der Code stimmt nicht.').waitFor()
    await field('Bestätigungscode').fill(letter.subject.slice(0, 6))
    await visitor.isAt('/')

    await visitor.open('/user')
    await visitor.page.getByText('Dieses Gerät').waitFor()
    await isGerman()
    await visitor.open('/sign-out')
    await heading('Abmelden?').waitFor()
    await isGerman()
    await button('Abmelden').click()
    await visitor.isAt('/')
    await visitor.open('/sign-in')
    await field('E-Mail-Adresse').fill(address)
    await button('Weiter').click()
    await field('Passwort').fill('falsch')
    await button('Anmelden').click()
    await visitor.page.getByText('Das Passwort stimmt nicht.').waitFor()
    await isGerman()
    await link('Anders anmelden').click()
    await heading('Anderen Weg wählen').waitFor()
    await isGerman()
  }, 60_000)
})

describe.each([1280, 320])('from right to left, at a width of %i', (width) => {
  beforeEach(async () => {
    visitor = await visitors.visitor({ locale: 'ar-EG', viewport: { width, height: 800 } })
  })
  afterEach(async () => {
    expect(visitor.faults).toEqual([])
    await visitor.close()
  })

  /** Where an element begins and ends, from the left. */
  const edges = async (selector: string) => (await visitor.page.locator(selector).first().boundingBox())!

  test('somebody who reads Arabic signs up and sees the account', async () => {
    const address = `_reem-${width}@example.com` // the line in front would move to the end if it were not set apart
    await visitor.open('/sign-up')
    await field('العنوان الإلكتروني').waitFor()
    expect([await document('lang'), await document('dir')]).toEqual(['ar', 'rtl'])
    await isUsable()
    const label = await edges('.field label')
    const frame = await edges('.field-frame')
    expect(Math.abs(label.x + label.width - (frame.x + frame.width))).toBeLessThan(1) // labels begin at the right

    const email = field('العنوان الإلكتروني')
    await email.fill(address)
    expect(await style('[name=email_address]', 'direction')).toBe('ltr')
    await field('كلمة المرور').fill(password)
    await button('متابعة').click()
    const code = field('رمز التحقق')
    await code.waitFor()
    await isUsable()
    expect(await style('[name=code]', 'direction')).toBe('ltr')
    expect(await visitor.page.locator('.chip bdi').getAttribute('dir')).toBe('ltr')
    await code.fill(await visitors.codeFor(address))
    await visitor.isAt('/')

    await visitor.open('/user')
    await visitor.page.getByText('هذا الجهاز').waitFor()
    await isUsable()
    const arrow = '.menu-button .icon'
    expect([await style(arrow, 'scale'), await style(arrow, 'transform')]).toEqual(['-1 1', 'matrix(0, 1, -1, 0, 0, 0)']) // still points down

    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await field('العنوان الإلكتروني').fill(address)
    await button('متابعة').click()
    await link('أختر طريقة أخرى').click()
    await heading('أستخدام طريقة أخرى').waitFor()
    await isUsable()
    expect(await style('.choice .icon.directed', 'scale')).toBe('-1 1')
    const [choice, picture] = [await edges('.choice'), await edges('.choice .icon')]
    expect(picture.x).toBeGreaterThan(choice.x + choice.width / 2) // what leads stands at the right
  }, 60_000)
})

test('who reads none of the languages gets the first', async () => {
  visitor = await visitors.visitor({ locale: 'fr-FR' })
  await visitor.open('/sign-in')
  await field('Email address').waitFor()
  expect([await document('lang'), await document('dir')]).toEqual(['en', 'ltr'])
  await visitor.close()
})
