/** `npx frontdesk import` and `export`: dry runs, reports, ends at any moment, undoing, and the way there and back. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BackendUser } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const encryptionKey = 'a key for tests, of 32 characters'
const header =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher'
const digest = '$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5L1TdmBVu7wHhJ7aBsBcuTMlLLZ9K'
const engines = ['sqlite', 'postgres'] as const

interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command on a database; `killAfterMs` ends it without a word before it is done. */
function run(folder: string, url: string, args: string[], killAfterMs?: number): Promise<Ran> {
  const { PATH = '', TMPDIR = '/tmp' } = process.env
  return new Promise((resolve) => {
    const env = { PATH, TMPDIR, FRONTDESK_DATABASE_URL: url, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    const child = execFile(
      process.execPath,
      [cli, ...args],
      { env, cwd: folder, timeout: 60_000, maxBuffer: 2 ** 28 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
}

const csvRow = (index: number, more: { id?: string; totp?: string } = {}) => {
  const { id = `user_${String(index).padStart(6, '0')}`, totp = '' } = more
  return `${id},Ada,"Love, ${index}",,ada${index}@example.com,,ada${index}@example.com,,,,${totp},${digest},bcrypt`
}
const apiUser = (index: number) => ({
  object: 'user',
  id: `user_${String(index).padStart(6, '0')}`,
  external_id: `ext_${index}`,
  email_addresses: [
    { id: `idn_${index}`, object: 'email_address', email_address: `ada${index}@example.com`, verification: { status: 'verified', strategy: 'email_code', attempts: 1, expire_at: 1_700_000_000_000 } }, // biome-ignore format: one thought
  ],
  primary_email_address_id: `idn_${index}`,
  public_metadata: { index },
  created_at: 1_700_000_000_000 + index,
})

describe.each(engines)('an import by the command line on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-imports-'))
  let database: FreshDatabase
  const frontdesk = (...args: string[]) => run(folder, database.url, args)
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const json = async <T>(...args: string[]) => JSON.parse((await frontdesk(...args, '--json')).stdout) as T

  beforeAll(async () => {
    database = await freshDatabase(engine)
    expect(await frontdesk('migrate')).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    await database?.drop()
    rmSync(folder, { recursive: true })
  })

  test('a dry run says what would happen and writes nothing; the run does the same, and its report says whom it refused', async () => {
    const rows = [csvRow(1), csvRow(2, { totp: 'JBSWY3DPEHPK3PXP' }), csvRow(1, { id: 'user_twin' }), csvRow(3, { id: 'no|id' }), csvRow(4)] // biome-ignore format: one thought
    write('users.csv', `${header}\r\n${rows.join('\r\n')}\r\n`)
    write('users.json', JSON.stringify([apiUser(1), apiUser(9)], null, 2))

    const dry = await frontdesk('import', 'users.csv', 'users.json', '--dry-run')
    expect(dry).toMatchObject({ code: 2, stderr: '' })
    expect(dry.stdout).toMatch(/^3 {2}would be imported, 2 of them with a password\n3 {2}refused: .*users\.csv\.dry-run\.csv says why\n1 {2}of those had a second factor: --without-second-factors /) // biome-ignore format: one thought
    expect(dry.stdout).toMatch(/\nNothing was written\.\n$/)
    expect((await json<BackendUser[]>('users', 'list')).length).toBe(0)

    const done = await frontdesk('import', 'users.csv', 'users.json')
    expect(done).toMatchObject({ code: 2, stderr: '' })
    const id = /This is the import (imp_\w+)\./.exec(done.stdout)![1]!
    const report = readFileSync(join(folder, `users.csv.${id}.csv`), 'utf8')
    expect(report).toBe(readFileSync(join(folder, 'users.csv.dry-run.csv'), 'utf8'))
    expect(report.split('\r\n')).toEqual([
      'place,who,reason',
      'users.csv:3,user_000002,"has a second factor, which is not asked for here: --without-second-factors lets them in by the first alone"',
      'users.csv:4,user_twin,"the address ada1@example.com is that of user_000001, earlier in these files"',
      'users.csv:5,no|id,"id can\'t be an id here: it may have letters, digits, _ and -"',
      '',
    ])
    if (process.platform !== 'win32') expect(statSync(join(folder, `users.csv.${id}.csv`)).mode & 0o077).toBe(0)
    expect(await json<BackendUser>('users', 'show', 'user_000001')).toMatchObject({ external_id: 'ext_1', last_name: 'Love, 1', public_metadata: { index: 1 }, password_enabled: true }) // biome-ignore format: one thought

    const again = await frontdesk('import', 'users.csv', 'users.json', '--without-second-factors', '--report', 'refused.csv')
    expect(again.stdout).toMatch(/^1 {2}imported, 1 of them with a password\n3 {2}there already/)
    expect(again.stdout).toMatch(/\n1 {2}had a second factor, and are let in by the first alone\n1 {2}have a phone number, /)
    expect(readFileSync(join(folder, 'refused.csv'), 'utf8').split('\r\n')).toHaveLength(4)
    expect((await frontdesk('import', 'list')).stdout).toMatch(new RegExp(`^imp_\\w+ +clerk +finished +1 imported +2 refused .* users\\.csv, users\\.json\n${id} `)) // biome-ignore format: one thought

    const spared = await frontdesk('import', 'undo', id)
    expect(spared).toMatchObject({ code: 1, stderr: `Delete those whom the import ${id} brought, if they were not changed and have not signed in? Say so with --yes.\n` }) // biome-ignore format: one thought
    expect(await frontdesk('import', 'undo', id, '--yes')).toEqual({ code: 0, stdout: 'Deleted 3 people.\n', stderr: '' })
    expect((await json<BackendUser[]>('users', 'list')).map(({ id }) => id)).toEqual(['user_000002'])
  })

  test('columns of any CSV are mapped', async () => {
    write('members.csv', 'No;Mail;Given;Plan\n7;m7@example.com;Grace;pro\n')
    const map = 'id=No,email=Mail,email_verified==true,first_name=Given,public_metadata.plan=Plan'
    expect(await frontdesk('import', 'members.csv', '--map', map)).toMatchObject({ code: 0, stderr: '' })
    expect(await json('users', 'show', '7')).toMatchObject({ id: '7', first_name: 'Grace', public_metadata: { plan: 'pro' } }) // biome-ignore format: one thought
  })

  test('what only one reader asks for is a flag, and addresses without a proof can be trusted', async () => {
    const account = {
      localId: 'firebase1',
      email: 'f@example.com',
      emailVerified: false,
      passwordHash: 'aGFzaA==',
      salt: 'c2FsdA==',
    }
    write('firebase.json', JSON.stringify({ users: [account] }))
    expect(await frontdesk('import', 'firebase.json')).toMatchObject({ code: 1, stderr: expect.stringMatching(/Give --firebase-signer-key/) }) // biome-ignore format: one thought
    expect(await frontdesk('import', 'firebase.json', '--map', 'id=localId', '--firebase-rounds', '8')).toMatchObject({ code: 1, stderr: '--firebase-rounds is for files of firebase; these are read as map.\n' }) // biome-ignore format: one thought
    const trusted = await frontdesk('import', 'firebase.json', '--firebase-signer-key', 'c2lnbmVy', '--trust-addresses')
    expect(trusted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 {2}imported, 1 of them with a password\n/) })
    expect(await json('users', 'show', 'f@example.com')).toMatchObject({ id: 'firebase1', password_enabled: true, email_addresses: [{ verification: { status: 'verified' } }] }) // biome-ignore format: one thought
    expect((await frontdesk('import', '--help')).stdout).toMatch(/--firebase-mem-cost takes mem_cost of the same, 14\./)
  })

  test.each([
    [['import', 'none.csv'], /^There is no file .*none\.csv\.\n$/],
    [['import', '.'], / is not a file\.\n$/],
    [['import', 'odd.txt'], /^What is in odd\.txt is not known\. Name where it is from with --from:\n {2}clerk: /],
    [['import', 'odd.txt', '--from', 'clark'], /^--from takes clerk, .*not clark\. Did you mean clerk\?\n$/],
    [['import', 'odd.txt', '--map', 'email=x'], /^--map must say whether addresses are verified/],
    [['import', 'latin.csv', '--from', 'clerk'], /latin\.csv is not UTF-8\./],
    [['import', 'cut.json'], /^cut\.json is not JSON behind object 0: /],
    [['import', 'undo', 'imp_none', '--yes'], /^There is no import imp_none/],
    [['import', 'odd.txt', '--at', 'https://auth.example.com'], /^(What is in|This needs the database itself)/],
    [['import'], /^frontdesk import takes <file>…, list, undo\.\n/],
    [['export', 'x', '--format', 'xml'], /^--format takes json or clerk, not xml\.\n$/],
    [['export', '-', '--format', 'clerk'], /^clerk makes 2 files/],
    [['export', 'odd.txt'], /odd\.txt is there already, and nothing was changed/],
  ])('a mistake is told in a line, with exit code 1: frontdesk %s', async (args, words) => {
    write('odd.txt', 'a,b\n1,2\n')
    writeFileSync(join(folder, 'latin.csv'), Buffer.from([...Buffer.from(`${header}\nuser_1,Ren`), 0xe9, 0x0a]))
    write('cut.json', JSON.stringify([apiUser(1)]).slice(0, -20))
    const { code, stdout, stderr } = await frontdesk(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(words)
  })

  test('an import that is killed at any moment goes on where it was, and brings everybody once', async () => {
    const people = 6_000
    write('many.csv', `${header}\n${Array.from({ length: people }, (_, index) => csvRow(10_000 + index)).join('\n')}\n${csvRow(10_000, { id: 'user_late' })}\n`) // biome-ignore format: one thought
    let ends = 0
    let last: Ran
    do {
      last = await run(folder, database.url, ['import', 'many.csv'], ends < 15 ? 500 + ((ends * 137) % 700) : undefined)
      ends++
    } while (last.code === null)
    expect(ends).toBeGreaterThan(1)
    expect(last).toMatchObject({ code: 2 })
    const imports = (await frontdesk('import', 'list')).stdout.split('\n').filter((line) => line.endsWith('many.csv'))
    // Where the last kill came after all was done, and before the command could say so, another import began, which found everybody there.
    const wasDone = imports.length === 2
    expect(imports.at(-1)).toMatch(/ finished +6000 imported +1 refused /)
    expect(imports.length).toBeLessThanOrEqual(2)
    expect(last.stdout).toMatch(
      wasDone
        ? /^ {4}0 {2}imported, .*\n6,000 {2}there already, .*\n {4}1 {2}refused/
        : /^6,000 {2}imported, 6,000 of them with a password\n {4}1 {2}refused/,
    )
    expect((await frontdesk('users', 'list', '--query', 'ada1')).stdout).toMatch(/20 of 6000\.\n$/)
  })
})

describe('people who leave and come again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-exports-'))
  const databases: FreshDatabase[] = []
  afterAll(async () => {
    for (const database of databases) await database.drop()
    rmSync(folder, { recursive: true })
  })
  async function newDatabase(engine: (typeof engines)[number]): Promise<string> {
    const database = await freshDatabase(engine)
    databases.push(database)
    return database.url
  }
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  /** Everything that an account may have. */
  async function fill(url: string): Promise<void> {
    const frontdesk = createFrontdesk({ databaseUrl: url, encryptionKey, log: () => {} })
    const { keys } = await frontdesk.ready()
    const api = async (method: string, path: string, body: object | FormData) => {
      const isForm = body instanceof FormData
      const response = await frontdesk.fetch(
        new Request(`http://localhost/__clerk/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, ...(!isForm && { 'content-type': 'application/json' }) },
          body: isForm ? body : JSON.stringify(body),
        }),
      )
      const answer = (await response.json()) as BackendUser
      expect(response.status, JSON.stringify(answer)).toBe(200)
      return answer
    }
    const full = await api('POST', '/users', {
      external_id: 'ext|1',
      username: 'Ｊane_Doe',
      first_name: ' Jané ',
      last_name: '"Quotes", commas\tand more',
      email_address: ['jane@bücher.example', 'second@example.com'],
      password: 'correct horse battery staple',
      public_metadata: { a: [1, { b: null }], '"': '\u2028' },
      private_metadata: { secret: 1 },
      unsafe_metadata: { theme: 'dark' },
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
      delete_self_enabled: false,
      create_organization_enabled: false,
      create_organizations_limit: 3,
      bypass_client_trust: true,
      legal_accepted_at: '2024-01-02T03:04:05Z',
      created_at: '2023-01-02T03:04:05.678Z',
    })
    await api('POST', '/email_addresses', { user_id: full.id, email_address: 'unproved@example.com', verified: false })
    await api('PATCH', `/users/${full.id}`, { primary_email_address_id: full.email_addresses[1]!.id })
    const { default: sharp } = await import('sharp')
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const picture = new FormData()
    picture.set('file', new Blob([new Uint8Array(png)], { type: 'image/png' }))
    await api('POST', `/users/${full.id}/profile_image`, picture)
    await api('POST', `/users/${full.id}/lock`, {})
    const digested = await api('POST', '/users', {
      email_address: ['bcrypt@example.com'],
      password_digest: digest,
      password_hasher: 'bcrypt',
    })
    await api('POST', `/users/${digested.id}/password/set_compromised`, {})
    const banned = await api('POST', '/users', {
      username: 'only_a_name',
      skip_user_requirement: true,
      skip_password_requirement: true,
      banned: true,
    })
    expect(banned.banned).toBe(true)
    await frontdesk.close()
  }

  test.each([
    ['json', ['x.json'], ['x.json']],
    ['clerk', ['x'], ['x.csv', 'x.json']],
  ])('as %s, from SQLite to PostgreSQL and back nothing changes', async (format, [name], made) => {
    const [first, second, third] = [await newDatabase('sqlite'), await newDatabase('postgres'), await newDatabase('sqlite')]
    await fill(first)
    writeFileSync(join(folder, 'former.csv'), `${header}\n${csvRow(1, { totp: 'JBSWY3DPEHPK3PXP' }).replace(',,,,', ',,+15555550100|+15555550101,+15555550102,')}\n`) // biome-ignore format: one thought
    expect(await run(folder, first, ['import', 'former.csv', '--without-second-factors'])).toMatchObject({ code: 0 })

    const out = async (url: string, to: string) => {
      mkdirSync(join(folder, format, to), { recursive: true })
      const exported = await run(join(folder, format, to), url, ['export', name!, '--format', format])
      expect(exported).toMatchObject({ code: 0, stdout: '' })
      expect(exported.stderr).toMatch(/^Exported 4 people to .*password digests/)
      if (process.platform !== 'win32')
        for (const file of made) expect(statSync(join(folder, format, to, file)).mode & 0o777).toBe(0o600)
    }
    const into = async (url: string, from: string) => {
      await run(folder, url, ['migrate'])
      const imported = await run(join(folder, format, from), url, ['import', ...made, '--without-second-factors'])
      expect(imported).toMatchObject({ code: 0, stderr: '' })
      expect(imported.stdout).toMatch(/^4 {2}imported, 3 of them with a password\n/)
    }
    await out(first, 'first')
    await into(second, 'first')
    await out(second, 'second')
    await into(third, 'second')
    await out(third, 'third')
    const comparable = (place: string) => made.map((file) => withoutAddressesOfPictures(read(join(format, place, file))))
    if (format === 'json') expect(comparable('second')).toEqual(comparable('first'))
    expect(comparable('third')).toEqual(comparable('second'))
    expect(existsSync(join(folder, format, 'first', made[0]!))).toBe(true)
  })

  test('- writes to standard output, with the warning on the other one', async () => {
    const url = await newDatabase('sqlite')
    await run(folder, url, ['migrate'])
    const { stdout, stderr } = await run(folder, url, ['export', '-'])
    expect(JSON.parse(stdout)).toEqual([])
    expect(stderr).toMatch(/^Exported 0 people\. It holds password digests/)
  })
})

/** A picture that comes again is a new image, and so has a new address; what is left of a lock goes by the second, and a second factor counts from the day it came. */
const withoutAddressesOfPictures = (text: string): string =>
  text.replace(/"(profile_)?image_url":"[^"]*"/g, '').replace(/"(lockout_expires_in_seconds|mfa_enabled_at)":\d+/g, '')
