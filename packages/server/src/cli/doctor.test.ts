/** The doctor before apps that are well; `doctor/wrong-*.test.ts` has those that are wrong in one thing each. */
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createFrontdesk } from '../server.js'
import {
  apart,
  away,
  edited,
  embedded,
  findingsOf,
  git,
  hasGit,
  mailServerFor,
  own,
  remote,
  type Seed,
  useServers,
} from '../testing/doctored-apps.js'
import { readApp } from './doctor/app.js'
import { checks, diagnose } from './doctor/diagnose.js'
import { ownVariables } from './doctor/packages.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

useServers()

describe('the doctor finds nothing', () => {
  const healthy: Array<[string, () => Seed | Promise<Seed>]> = [
    [
      'where the mail server lets us in',
      async () => own({}, { FRONTDESK_SMTP_URL: `${await mailServerFor('desk:right@')}?requireTLS=false` }),
    ],
    ['in an app that embeds the server', own],
    ['in an app whose server is elsewhere', away],
    [
      'in an app with an .env that it loads',
      () => own({ 'app.js': `import 'dotenv/config'\n${embedded}`, '.env': 'FRONTDESK_MAIL_FROM=desk@example.com' }),
    ],
    [
      'in an app in production that is set up',
      () =>
        own(
          {},
          {
            NODE_ENV: 'production',
            FRONTDESK_PUBLIC_URL: 'https://shop.example',
            FRONTDESK_SMTP_URL: 'smtp://mail.example',
            FRONTDESK_ALLOWED_ORIGINS: 'https://a.example, http://localhost:5173',
          },
        ),
    ],
    [
      'where handlers before the server let requests on, or answer others',
      () =>
        edited([
          'app.use(desk)',
          "app.use((req, res, next) => next())\napp.use(express.static('public'))\napp.get('*splat', (req, res, next) => next())\napp.get('/:page', (req, res) => res.send(''))\napp.use('/', desk)\napp.use(desk)\napp.use('/api', requireAuth)",
        ]),
    ],
    [
      'where the paths of the server are below the path that it is mounted on',
      () => edited(['frontdesk({', "frontdesk({ basePath: '/auth/__clerk',"], ['app.use(desk)', "app.use('/auth', desk)"]),
    ],
    [
      'where a webhook keeps its bytes',
      () =>
        edited([
          'app.use(express.json())',
          "app.post('/hooks', express.raw({ type: 'application/json' }), (req, res) => verifyWebhook(req))\napp.use(express.json())",
        ]),
    ],
    [
      'where values keep the quotes and line ends of their files',
      () =>
        away(
          Object.fromEntries(
            Object.entries({ ...remote, FRONTDESK_TRUSTED_PROXIES: '1' }).map(([name, value]) => [name, `"${value}"\r`]),
          ),
        ),
    ],
    ['in the folder of a server that runs on its own', () => ({ env: { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' } })],
    [
      'where git ignores what it should',
      () => ({
        ...own({ '.gitignore': '.frontdesk/\n.env', '.env': 'PORT=' }),
        after: (folder) => hasGit && git(folder, 'init'),
      }),
    ],
    [
      'where the app passes the Frontend API on',
      () =>
        away(
          { CLERK_PROXY_URL: '/__clerk' },
          { 'app.js': apart.replace('clerkMiddleware()', 'clerkMiddleware({ frontendApiProxy: { enabled: true } })') },
        ),
    ],
    [
      'where the app has a page of its own before ours, or ours is switched off or elsewhere',
      () => ({
        ...edited(
          [
            'app.use(desk)',
            "app.get('/sign-up', (req, res) => res.send(''))\napp.use(frontdesk({ pages: { signIn: false, user: '/account' } }))",
          ],
          [
            'app.listen',
            "app.get('/sign-in', (req, res) => res.send(''))\napp.use('/user', express.Router())\napp.get('/sign-up-help', (req, res) => res.send(''))\napp.post('/sign-out', (req, res) => res.send(''))\napp.listen",
          ],
        ),
        env: { FRONTDESK_PAGES_SIGN_OUT: 'false' },
      }),
    ],
    ['where the app itself holds the port', () => own({}, { PORT: new URL(remote.CLERK_API_URL!).port })],
    [
      "in a key file that is one person's",
      () => ({
        ...own({ '.frontdesk/encryption.key': 'k'.repeat(43) }),
        after: (folder) => chmodSync(join(folder, '.frontdesk/encryption.key'), 0o600),
      }),
    ],
  ]
  test.each(healthy)('the doctor finds nothing %s', async (_, seed) => {
    expect(await findingsOf(await seed())).toEqual([])
  })

  test('the doctor finds nothing in a database that the server has made', async () => {
    const made: Seed = {
      ...own(),
      async after(folder) {
        const desk = createFrontdesk({ databaseUrl: `sqlite:${folder}/.frontdesk/frontdesk.db`, log: () => {} })
        await desk.ready()
        await desk.close()
      },
    }
    expect(await findingsOf(made)).toEqual([])
  })

  test('the doctor finds nothing in the quickstart', async () => {
    expect(await diagnose(readApp(join(root, 'examples/quickstart'), {}))).toEqual([])
    expect(await diagnose(readApp(join(root, 'examples/quickstart/app.js'), {}))).toEqual([])
  })
})

test('the doctor finds at least twenty misconfigurations', () => {
  expect(checks.length).toBeGreaterThanOrEqual(20)
})

test('all variables of the documents are known to the doctor', () => {
  const documented = readFileSync(join(root, 'docs/configuration.md'), 'utf8').match(/\bFRONTDESK_[A-Z\d_]+\b/g)!
  const whole = documented.filter((name) => !name.startsWith('FRONTDESK_SOCIAL_')) // a family, of which two are examples
  expect(ownVariables.filter((name) => name !== 'FRONTDESK_SOCIAL').toSorted()).toEqual([...new Set(whole)].toSorted())
})

test('the page about the doctor names everything that it finds', () => {
  const page = readFileSync(join(root, 'docs/doctor.md'), 'utf8')
  expect(checks.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
