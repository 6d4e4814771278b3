/**
 * A Vite app with `@clerk/clerk-react` 5 and its API on another port, as it runs on Clerk, moved by the words of the documents: ours under
 * Clerk's name for the API, the keys in its environment, and on `<ClerkProvider>` what the table has for this version.
 */
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { read } from '../structure/documents.js'
import { type AppFolder, appFolder } from './app-folder.js'
import { password, type Visitors, visitorsOf } from './visitors.js'

const source = fileURLToPath(new URL('apps/vite-app', import.meta.url))
const files = ['index.html', 'src/main.jsx', 'src/App.jsx', 'api/server.js']

/** As `docs/other-origins.md` has it for a server at port 3000. */
const [, props = ''] = /^\| `@clerk\/clerk-react` 5 \| `(.+)` \|$/m.exec(read('docs/other-origins.md')) ?? []
/** As `docs/coming-from-clerk.md` names what takes the place of `@clerk/express`. */
const [, standIn = ''] = /"@clerk\/express": "npm:(@frontdesk\/[\w-]+)@/.exec(read('docs/coming-from-clerk.md')) ?? []

let folder: AppFolder
let visitors: Visitors
let api: string
const started: StartedProcess[] = []

beforeAll(async () => {
  const [server, own, web] = [await freePort(), await freePort(), await freePort()].map((port) => `http://localhost:${port}`) as [
    string,
    string,
    string,
  ] // three ports
  api = own
  const portOf = (origin: string) => new URL(origin).port
  folder = appFolder(['clerk-js-5', 'cors', 'express', 'react', 'react-dom', 'vite'], {
    '@clerk/clerk-react': 'clerk-react-5',
    '@clerk/express': standIn,
  })
  cpSync(source, folder.path, { recursive: true })
  const main = folder.read('src/main.jsx')
  folder.write(
    'src/main.jsx',
    main.replace('<ClerkProvider ', `<ClerkProvider ${props.replaceAll('http://localhost:3000', server)} `),
  )

  await folder.run(`npx frontdesk keys --port ${portOf(server)} > .env`)
  await folder.run('npx frontdesk keys --front-end vite > .env.local')
  folder.write('.env', `${folder.read('.env')}\nPORT=${portOf(api)}\nWEB_ORIGIN=${web}\n`)
  folder.write('.env.local', `${folder.read('.env.local')}\nVITE_API_URL=${api}\n`)

  const run = async (command: string, words: string[], origin: string, env = {}) =>
    void started.push(await startProcess(command, words, { cwd: folder.path, origin, env }))
  await run('npx', ['frontdesk', 'start', '--port', portOf(server)], server, { FRONTDESK_ALLOWED_ORIGINS: web })
  await run('npm', ['run', 'api'], api)
  await run('npx', ['vite', '--port', portOf(web), '--strictPort'], web)
  visitors = await visitorsOf(web)
})
afterAll(async () => {
  await visitors?.close()
  for (const process of started) await process.kill()
})

test('the code of the moved front end differs in the one line that the document names', () => {
  const changed = files.flatMap((file) => {
    const [before, after] = [read(`tests/browser/apps/vite-app/${file}`), folder.read(file)].map((text) => text.split('\n')) as [
      string[],
      string[],
    ] // two texts
    return after.filter((line, at) => line !== before[at])
  })
  expect(changed).toEqual([expect.stringContaining('<ClerkProvider proxyUrl=')])
})

test('somebody signs up in the moved front end, and its API keeps their notes until they sign out', async () => {
  const address = 'notes+clerk_test@example.com'
  const visitor = await visitors.visitor()
  const { page } = visitor
  page.setDefaultTimeout(30_000) // Vite bundles the dependencies when it is first asked for them
  expect((await page.request.get(`${api}/api/notes`)).status()).toBe(401)

  await visitor.open('/sign-up')
  await page.locator('input[name=emailAddress]').fill(address)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByRole('heading', { name: /Verify your email/ }).waitFor()
  await page.keyboard.type('424242')
  await page.getByRole('heading', { name: `Notes of ${address}` }).waitFor()
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByText('Note 1').waitFor()

  await page.reload()
  await page.getByText('Note 1').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.locator('input[name=identifier]').waitFor()
  await page.locator('input[name=identifier]').fill(address)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByText('Note 1').waitFor()
  expect(visitor.faults.filter((fault) => /clerk\.(com|dev)|accounts\.dev/.test(fault))).toEqual([])
  await visitor.close()
})
