import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys({ viewport: { width: 1280, height: 800 } })

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
const isInvalid = (input: Locator) => expect.poll(() => input.getAttribute('aria-invalid')).toBe('true')

/** Layout shifts from now on, those right after a click or key included: the metric leaves them out, people see them. */
async function watchShifts(): Promise<() => Promise<number>> {
  await visitor.page.evaluate(`
    window.shifted = 0
    window.observer = new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shifted += value })
    window.observer.observe({ type: 'layout-shift' })
  `)
  return async () =>
    (await visitor.page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const { value } of window.observer.takeRecords()) window.shifted += value
      resolve(window.shifted)
    })))`)) as number // the script above counts numbers
}

test('an error of one line moves nothing on the card', async () => {
  await visitor.open('/sign-in')
  await field('Email address').waitFor()
  const shifts = await watchShifts()
  await button('Continue').click()
  await isInvalid(field('Email address'))
  expect(await shifts()).toBe(0)
})

test('an error that needs more room takes it from below: what the person uses stays', async () => {
  await visitor.page.setViewportSize({ width: 1280, height: 1000 })
  await visitor.open('/sign-up')
  const email = field('Email address')
  await email.waitFor()
  const before = await email.boundingBox()
  await button('Create account').click()
  await isInvalid(email)
  expect(await email.boundingBox()).toEqual(before)
})

test('the card stands where it stood from step to step', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  const top = async () => (await visitor.page.locator('.card').boundingBox())?.y
  await field('Email address').fill(address)
  const first = await top()
  await button('Continue').click()
  await field('Password').waitFor()
  expect(await top()).toBe(first)
  await visitor.page.getByRole('link', { name: 'Use another method' }).click()
  await visitor.page.getByRole('link', { name: 'Email a code' }).click()
  await field('Verification code').waitFor()
  expect(await top()).toBe(first)
})

/** Where each digit and each cell begins and ends, as the browser laid them out. */
const cellsAndInput = `(() => {
  const rounded = (element) => { const { left, right } = element.getBoundingClientRect(); return { left, right } }
  const input = document.querySelector('input[name=code]')
  const style = getComputedStyle(input)
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = [style.fontWeight, style.fontSize, style.fontFamily].join(' ')
  const digit = pen.measureText('0').width
  const pitch = digit + parseFloat(style.letterSpacing)
  const start = input.getBoundingClientRect().left + parseFloat(style.paddingLeft)
  return [...document.querySelectorAll('.cell')].map((cell, place) => {
    const { left, right } = rounded(cell)
    return (left + right) / 2 - (start + place * pitch + digit / 2)
  })
})()`

test.each([
  ['left to right', 'ltr', 1280],
  ['right to left', 'rtl', 1280],
  ['on a narrow screen', 'ltr', 320],
])('each digit of a code stands in the middle of its cell, %s', async (_, direction, width) => {
  await visitor.page.setViewportSize({ width, height: 800 })
  await visitor.open('/sign-up')
  await field('Email address').fill(address)
  await field('Password').fill(password)
  await button('Create account').click()
  const code = field('Verification code')
  await code.waitFor()
  await visitor.page.evaluate(`document.documentElement.dir = '${direction}'`)
  await code.pressSequentially('12345')
  const distances = (await visitor.page.evaluate(cellsAndInput)) as number[] // the script above answers with numbers
  expect(distances).toHaveLength(6)
  for (const distance of distances) expect(Math.abs(distance)).toBeLessThan(1)
  expect(await code.evaluate((input) => input.scrollLeft)).toBe(0)
})

test('what can be pressed is 24 pixels high and wide, or stands apart in a text', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await visitor.page.getByText('This device').waitFor()
  const boxes = await Promise.all(
    (await visitor.page.locator('main button:visible, header a:visible, header button:visible').all()).map((one) =>
      one.boundingBox(),
    ),
  )
  expect(boxes.length).toBeGreaterThan(4)
  for (const box of boxes) expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(24)
})

test('in forced colours cards, cells and badges keep an edge', async () => {
  await visitor.page.emulateMedia({ forcedColors: 'active' })
  await visitor.open('/sign-up')
  await field('Email address').fill(address)
  await field('Password').fill(password)
  await button('Create account').click()
  await field('Verification code').waitFor()
  for (const name of ['.card', '.cell', '.chip', '.development', '.button.primary']) {
    const drawn = `getComputedStyle(document.querySelector('${name}')).borderTop`
    expect(await visitor.page.evaluate(drawn), name).toMatch(/^1px solid rgb\(/) // and not rgba, which is transparent
  }
})

test('nothing changes gradually for people who asked for less motion', async () => {
  const seconds = () => visitor.page.evaluate('getComputedStyle(document.querySelector(".button")).transitionDuration')
  await visitor.open('/sign-in')
  await button('Continue').waitFor()
  expect(await seconds()).toBe('0.14s')
  await visitor.page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await seconds()).toBe('0s')
})

test('twice as large a text still needs no scrolling sideways', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.page.setViewportSize({ width: 640, height: 800 })
  for (const path of ['/user', '/sign-in', '/__frontdesk/inbox']) {
    await visitor.open(path)
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    await visitor.page.evaluate('document.documentElement.style.fontSize = "200%"')
    expect(await visitor.page.evaluate('document.documentElement.scrollWidth'), path).toBe(640)
  }
})

test('a profile offers to save once something is changed, and not once it is as before', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  const name = field('First name')
  await name.waitFor()
  expect(await button('Save profile').count()).toBe(0)
  await name.fill('Ada')
  await button('Save profile').waitFor()
  await name.fill('')
  expect(await button('Save profile').count()).toBe(0)
  await name.fill('Ada')
  await button('Cancel').click()
  expect(await name.inputValue()).toBe('')
  expect(await button('Save profile').count()).toBe(0)
  expect(await visitor.page.evaluate('document.activeElement.textContent')).toBe('Profile')
})

test('the menu of the account page leads back and out, and closes by Escape', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  const menu = button('Account menu')
  const back = visitor.page.getByRole('link', { name: 'Back to Quickstart' })
  await menu.click()
  await back.waitFor()
  expect(await visitor.axe()).toEqual([])
  await visitor.page.keyboard.press('Escape')
  expect(await back.isVisible()).toBe(false)
  expect(await menu.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  await menu.click()
  await visitor.page.locator('.menu-list').getByRole('button', { name: 'Sign out' }).click()
  await visitor.isAt('/')
  await visitor.page.getByRole('link', { name: 'Sign in' }).first().waitFor()
})
