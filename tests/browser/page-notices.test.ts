/** Notices confirm an action. They cover nothing that is being used, can be read at leisure, and contradict no error. */
import { describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'

setUpJourneys()

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: true })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
const notice = (text = 'Your profile is saved.') => visitor.page.getByRole('status').filter({ hasText: text })

async function saveProfile(name = 'Ada'): Promise<void> {
  await field('First name').fill(name)
  await button('Save profile').click()
  await notice().waitFor()
}

async function openProfile(): Promise<void> {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await field('First name').waitFor()
}

/** What a notice covers of what is being used: the control with the focus, and the place that was pressed. */
const covered = `(() => {
  const { left, right, top, bottom } = document.querySelector('.notice').getBoundingClientRect()
  const used = document.activeElement.closest('.notice') ? null : document.activeElement.closest('input, button, a')?.getBoundingClientRect()
  const isOver = (box) => box.left < right && left < box.right && box.top < bottom && top < box.bottom
  return used && isOver(used) ? document.activeElement.outerHTML : null
})()`

describe.each([
  ['a desktop', 1280, 720],
  ['a phone', 320, 480],
])('on %s', (_, width, height) => {
  test('a notice is never over what has the focus, wherever it goes', async () => {
    await visitor.page.setViewportSize({ width, height })
    await openProfile()
    await button('Change password').click()
    await saveProfile()
    await notice().hover() // it stays meanwhile
    const edges = new Set<string>()
    for (let stop = 0; stop < 30; stop++) {
      await visitor.page.keyboard.press('Tab')
      expect(await visitor.page.evaluate(covered)).toBeNull()
      edges.add((await visitor.page.locator('.notice').getAttribute('class'))!)
    }
    expect([...edges].sort()).toEqual(['notice bottom', 'notice top']) // it had to make way
    expect(await visitor.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await visitor.axe()).toEqual([])
  })
})

test('a notice is not where the pointer was pressed', async () => {
  await openProfile()
  await field('First name').fill('Ada')
  const save = button('Save profile')
  await save.evaluate('(element) => scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 40)') // where notices are
  const place = (await save.boundingBox())!
  await save.click()
  await notice().waitFor()
  const { y, height } = (await visitor.page.locator('.notice').boundingBox())!
  expect(y > place.y + place.height || y + height < place.y).toBe(true)
})

test('a notice stays as long as the pointer or the focus is on it, and goes by itself once it could be read', async () => {
  await visitor.page.clock.install()
  await openProfile()
  await saveProfile()
  await visitor.page.clock.fastForward(5_000)
  expect(await notice().isVisible()).toBe(true)

  await notice().hover()
  await visitor.page.clock.runFor(100)
  await visitor.page.clock.fastForward(60_000)
  expect(await notice().isVisible()).toBe(true)
  await visitor.page.mouse.move(0, 0)
  await button('Dismiss this message').focus()
  await visitor.page.clock.runFor(100) // until the page has drawn it
  await visitor.page.clock.fastForward(60_000)
  expect(await notice().isVisible()).toBe(true)

  await field('Last name').focus()
  await visitor.page.clock.runFor(100)
  await visitor.page.clock.fastForward(8_000)
  await expect.poll(() => notice().count()).toBe(0)
})

test('Escape dismisses a notice, and so does its button, which gives the focus back', async () => {
  await openProfile()
  await saveProfile()
  await visitor.page.keyboard.press('Escape')
  await expect.poll(() => notice().count()).toBe(0)

  await saveProfile('Grace')
  await field('Last name').focus()
  await button('Dismiss this message').focus()
  await visitor.page.keyboard.press('Enter')
  await expect.poll(() => notice().count()).toBe(0)
  expect(await field('Last name').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true)
})

test('a notice is announced when screen readers have finished, in a region that they know', async () => {
  await openProfile()
  const region = await visitor.page.locator('p[role=status]').elementHandle()
  await saveProfile()
  expect(await region!.textContent()).toBe('Your profile is saved.')
})

test('a notice goes when an error appears', async () => {
  await openProfile()
  await saveProfile()
  await visitor.context.setOffline(true)
  await field('First name').fill('Grace')
  await button('Save profile').click()
  await visitor.page.locator('form').getByText('You seem to be offline.').waitFor()
  expect(await notice().count()).toBe(0)
})

test('the inbox does not say that it is empty when it could not be emptied', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/__frontdesk/inbox')
  await button('Delete all').waitFor()
  await visitor.context.setOffline(true)
  await button('Delete all').click()
  await visitor.page.getByText('The server does not answer.').waitFor()
  expect(await visitor.page.getByText('All messages are deleted.').count()).toBe(0)
})
