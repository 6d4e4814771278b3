/** The settings with which an instance is made, from the file that the option `seed` names. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../../../tests/environment/database.js'
import { createFrontdesk, type OwnFrontdesk } from '../../../server.js'
import type { FrontdeskOptions, LogLine } from '../../../start/frontdesk-options.js'
import { engines } from '../../../testing/test-server.js'
import { documentOfVersion, listVersions } from './stored.js'

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-seed-'))
const seed = join(folder, 'seed.json')
const write = (document: unknown) => writeFileSync(seed, typeof document === 'string' ? document : JSON.stringify(document))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(engines)('a seed on %s', (engine) => {
  let database: FreshDatabase
  let lines: LogLine[]
  const started: OwnFrontdesk[] = []
  beforeEach(async () => {
    database = await freshDatabase(engine)
    lines = []
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((frontdesk) => frontdesk.close()))
    await database.drop()
  })

  function start(options: FrontdeskOptions = {}) {
    const frontdesk = createFrontdesk({
      databaseUrl: database.url,
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development',
      log: (line) => lines.push(line),
      ...options,
    })
    started.push(frontdesk)
    return frontdesk.ready()
  }

  test('a new instance begins with the settings of its seed, as a first version', async () => {
    write({ branding: { application_name: 'Corner shop' }, session: { single: true, lifetime_seconds: null } })
    const instance = await start({ seed })
    expect([instance.settings.branding.applicationName, instance.settings.session.single]).toEqual(['Corner shop', true])
    expect(await listVersions(instance, 9)).toMatchObject([{ version: 1, changed_by: 'seed', reason: seed }])
    expect(await documentOfVersion(instance, 1)).toEqual({
      branding: { application_name: 'Corner shop' },
      session: { single: true },
    })
  })

  test('an instance that exists already reads no seed', async () => {
    await start()
    write('no settings at all')
    const instance = await start({ seed })
    expect([instance.settings.branding.applicationName, await listVersions(instance, 9)]).toEqual(['My app', []])
  })

  test('two nodes that start together on a new database seed it once', async () => {
    write({ branding: { application_name: 'Corner shop' } })
    const nodes = await Promise.all([start({ seed }), start({ seed })])
    expect(nodes.map(({ settings }) => settings.branding.applicationName)).toEqual(['Corner shop', 'Corner shop'])
    expect(await listVersions(nodes[0], 9)).toHaveLength(1)
  })

  test.each([
    [
      'a setting that there is not',
      { branding: { aplication_name: 'Corner shop' } },
      /The settings in .*seed\.json need a change:\n.*aplication_name/,
    ],
    ['a value that is none', { session: { lifetime_seconds: 'a week' } }, /need a change:\n.*session/],
    ['no JSON', '{', /The settings in .*seed\.json can't be read: /],
  ])('a seed with %s makes no instance, and the next start makes one with the mended file', async (_, document, message) => {
    write(document)
    await expect(start({ seed })).rejects.toThrow(message)
    write({ branding: { application_name: 'Corner shop' } })
    expect((await start({ seed })).settings.branding.applicationName).toBe('Corner shop')
  })

  test('a node with other settings in code than the last one says which, once', async () => {
    await start({ session: { single: true } })
    await start({ session: { single: true } })
    expect(lines).toEqual([])
    await start({ session: { single: false }, applicationName: 'Corner shop' })
    await start({ session: { single: false }, applicationName: 'Corner shop' })
    expect(lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('started before: branding.application_name, session.single.') },
    ])
  })
})
