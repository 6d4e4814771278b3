/** A database, a key or files that are in the wrong place. */
import { chmodSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { freePort } from '../../../../../tests/environment/free-port.js'
import { createFrontdesk } from '../../server.js'
import { git, own, testFindings, useServers } from '../../testing/doctored-apps.js'
import { dataChecks } from './data.js'

useServers()

testFindings(
  [...dataChecks],
  [
    ['database-url-malformed', 'a database of another kind', () => own({}, { FRONTDESK_DATABASE_URL: 'mysql://localhost/app' })],
    [
      'database-url-malformed',
      'a schema that is no name',
      () => own({}, { FRONTDESK_DATABASE_URL: 'postgres://app:hunter2@localhost/app?schema=My-App' }),
    ],
    [
      'database-unreachable',
      'a PostgreSQL that is not there',
      async () => own({}, { FRONTDESK_DATABASE_URL: `postgres://app:hunter2@127.0.0.1:${await freePort()}/app` }),
    ],
    [
      'database-unreachable',
      'a password that PostgreSQL refuses',
      () => own({}, { FRONTDESK_DATABASE_URL: Object.assign(new URL(inject('postgresUrl')), { password: 'hunter2' }).href }),
    ],
    ['database-in-memory', 'a database in memory', () => own({}, { FRONTDESK_DATABASE_URL: 'sqlite::memory:' })],
    ['database-unwritable', 'a database below a file', () => own({}, { FRONTDESK_DATABASE_URL: 'sqlite:app.js/users.db' })],
    ['database-of-another-version', 'a database without tables', () => own({ '.frontdesk/frontdesk.db': '' })],
    [
      'database-of-another-version',
      'a file that is no database',
      () => own({ 'data/users.db': 'Dear diary, '.repeat(100) }, { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' }),
    ],
    [
      'database-without-log',
      'a copy of a database in use, without its log',
      () => ({
        ...own({}, { FRONTDESK_DATABASE_URL: 'sqlite:copy.db' }),
        async after(folder) {
          const desk = createFrontdesk({ databaseUrl: `sqlite:${folder}/data/users.db`, log: () => {} })
          await desk.ready()
          copyFileSync(join(folder, 'data/users.db'), join(folder, 'copy.db'))
          await desk.close()
        },
      }),
    ],
    ['encryption-key-short', 'a short encryption key', () => own({}, { FRONTDESK_ENCRYPTION_KEY: 'hunter2' })],
    [
      'encryption-key-readable',
      'a key file that others may read',
      () => ({
        ...own({ '.frontdesk/encryption.key': 'k'.repeat(43) }),
        after: (folder) => chmodSync(join(folder, '.frontdesk/encryption.key'), 0o644),
      }),
    ],
    [
      'data-in-git',
      'accounts that git would keep',
      () => ({
        ...own({ 'data/notes.txt': '' }, { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' }),
        after: (folder) => git(folder, 'init'),
      }),
    ],
    [
      'env-file-in-git',
      'secrets that git keeps',
      () => ({
        ...own({ '.env': 'PORT=', '.gitignore': '.frontdesk/' }),
        after(folder) {
          git(folder, 'init')
          git(folder, 'add', '.env')
        },
      }),
    ],
  ],
)
