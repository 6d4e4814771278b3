import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'

/** A pale yellow, which can be read on a dark page and not on a light one. */
setUpJourneys(undefined, {
  FRONTDESK_BRANDING_LOGO_URL: '/icon.svg', // one that the app has
  FRONTDESK_BRANDING_ACCENT_COLOR: 'ffe066',
  FRONTDESK_BRANDING_TERMS_URL: '/terms',
  FRONTDESK_BRANDING_PRIVACY_URL: 'https://example.com/privacy',
})

const legalLinks = () =>
  visitor.page.evaluate(
    `[...document.querySelectorAll('.legal-links a')].map((link) => [link.textContent, link.getAttribute('href')])`,
  )
const ground = (selector: string) =>
  visitor.page.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`)
const shownLogo = () =>
  visitor.page.evaluate(
    `[document.querySelector('.brand img')].map((image) => [image.alt, image.naturalWidth > 0, image.getBoundingClientRect().height])[0]`,
  )

test.each(['light', 'dark'] as const)(
  'in the %s scheme the pages show the logo, the colour and the links of the deployment',
  async (colorScheme) => {
    await visitor.page.emulateMedia({ colorScheme })
    for (const path of ['/sign-in', '/sign-up']) {
      await visitor.open(path)
      await visitor.page.getByLabel('Email address').waitFor()
      expect(await shownLogo()).toEqual(['Quickstart', true, 32])
      expect(await ground('.button.primary')).toBe(colorScheme === 'dark' ? 'rgb(255, 224, 102)' : 'rgb(117, 103, 47)')
      expect(await legalLinks()).toEqual([
        ['Terms', '/terms'],
        ['Privacy', 'https://example.com/privacy'],
      ])
      expect(await visitor.axe()).toEqual([])
    }
  },
)

test('the account page has logo and links, too', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await shownLogo()).toEqual(['Quickstart', true, 32])
  expect(await legalLinks()).toHaveLength(2)
  expect(await visitor.axe()).toEqual([])
})
