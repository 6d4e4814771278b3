/** A person who signed in a while ago, and is asked once more who they are before they change what opens the account. */
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '../environment/database.js'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

const { url, drop } = await freshDatabase('postgres') // so that this test can reach it while the app runs
setUpJourneys(undefined, { FRONTDESK_DATABASE_URL: url })
afterAll(() => drop())

async function letAnHourPass(): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const hour = 'update frontdesk.sessions set first_factor_verified_at = first_factor_verified_at - 3600000'
  await client.query(hour).finally(() => client.end())
}
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true })
const dialog = () => visitor.page.getByRole('dialog')

test('what was typed is sent once the person has shown who they are, and stays where they leave the dialog', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await button('Add an email address').click()
  await letAnHourPass()
  await visitor.page.getByLabel('Email address', { exact: true }).fill(`second-${address}`)
  await button('Add').click()
  await dialog().waitFor()
  expect(await visitor.axe()).toEqual([])
  await visitor.page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(await visitor.page.getByLabel('Email address', { exact: true }).inputValue()).toBe(`second-${address}`)

  await button('Add').click()
  await dialog().getByLabel('Password', { exact: true }).fill(password)
  await visitor.page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await visitor.page.getByLabel('Verification code').waitFor()
  expect(await quickstart.codeFor(`second-${address}`)).toMatch(/^\d{6}$/)
})
