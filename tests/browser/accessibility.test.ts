import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Quickstart, startQuickstart, type Visitor } from './quickstart.js'

let quickstart: Quickstart
beforeAll(async () => {
  quickstart = await startQuickstart()
})
afterAll(() => quickstart?.close())

const widths = { desktop: { width: 1120, height: 800 }, phone: { width: 320, height: 640 } }

const schemes = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['desktop', 'phone'] as const).map((device) => ({ colorScheme, device })),
)

describe.each(schemes)('in $colorScheme on a $device', ({ colorScheme, device }) => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await quickstart.visitor({ colorScheme, viewport: widths[device] })
  })
  afterAll(() => visitor?.close())

  async function isUsable(): Promise<void> {
    expect(await visitor.axe()).toEqual([])
    const overflow = await visitor.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)
    expect(visitor.faults).toEqual([])
  }

  test('every hosted page breaks no rule of axe and never scrolls sideways', async () => {
    const address = `${colorScheme}-${device}@example.com`
    await visitor.open('/sign-in')
    await visitor.page.getByLabel('Email address').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Email address').fill('nobody@example.com')
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await visitor.page.getByText('No account').waitFor()
    await isUsable()

    await visitor.open('/sign-up')
    await visitor.page.getByLabel('Email address').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Email address').fill(address)
    await visitor.page.getByLabel('Password').fill('correct horse battery staple')
    await visitor.page.getByRole('button', { name: 'Create account' }).click()
    await visitor.page.getByLabel('Verification code').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Verification code').fill(await quickstart.codeFor(address))
    await visitor.isAt('/')
    await isUsable()

    await visitor.open('/user')
    await visitor.page.getByText('This device').waitFor()
    await isUsable()
    await visitor.open('/__frontdesk/inbox')
    await visitor.page.getByText(address).first().waitFor()
    await isUsable()
  })
})
