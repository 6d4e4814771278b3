/** `npx frontdesk front-end …` with a registry of the test's own, which has small packages by the names of Clerk's. */
import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { temporaryFolder } from '../packaging/packed.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const longName = `${'long-name-'.repeat(11)}clerk.browser_0a_5.2.0.js` // longer than the field of an archive's head

const files = {
  'package.json': '',
  LICENSE: 'MIT',
  'README.md': 'not for browsers',
  'dist/clerk.browser.js': 'the script',
  'dist/clerk.browser.js.LICENSE.txt': 'MIT, too',
  'dist/ui.browser.js': 'the components',
  [`dist/${longName}`]: 'a part of it',
  'dist/clerk.browser.js.map': 'a map',
  'dist/clerk.js': 'for bundlers',
  'dist/clerk.native.js': 'for React Native',
  'dist/deep/clerk.browser.js': 'a source',
}
const keptFiles = ['LICENSE', 'clerk.browser.js', 'clerk.browser.js.LICENSE.txt', longName, 'package.json', 'ui.browser.js']

const folders = temporaryFolder()

/** What the registry has, by name and version. */
const tarballs = new Map<string, Map<string, Buffer>>()
/** What of it arrives changed on the way. */
const damaged = new Set<string>()
let asked = 0
let registry: Server
let address: string

function publish(name: string, version: string): void {
  const folder = mkdtempSync(join(folders, 'app-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, dependencies: { 'not-at-any-registry': '1' } }))
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: folder })
  const tarball = readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz'))!)) // just packed
  tarballs.set(name, (tarballs.get(name) ?? new Map<string, Buffer>()).set(version, tarball))
}

beforeAll(async () => {
  publish('@clerk/clerk-js', '5.1.0')
  publish('@clerk/clerk-js', '6.3.0')
  publish('@clerk/ui', '1.4.0')
  registry = createServer((request, response) => {
    asked++
    const [, name = '', version] = /^\/(@clerk\/[\w-]+)(?:\/-\/(.+)\.tgz)?$/.exec(decodeURIComponent(request.url!)) ?? []
    const known = tarballs.get(name)
    if (!known) return response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
    if (version) return response.end(damaged.has(version) ? 'something else' : known.get(version))
    const versions = [...known].map(([version, tarball]) => {
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
      return [version, { name, version, dist: { integrity, tarball: `${address}/${name}/-/${version}.tgz` } }]
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name, 'dist-tags': {}, versions: Object.fromEntries(versions) }))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
})
afterAll(() => {
  registry.close()
})

/** An app's folder whose npm asks that registry, and remembers nothing from others. */
function app(npmrc = `registry=${address}/`) {
  const folder = mkdtempSync(join(folders, 'app-'))
  writeFileSync(join(folder, 'package.json'), '{ "name": "app" }')
  writeFileSync(join(folder, '.npmrc'), `${npmrc}\n`)
  const run = (args: string, env: Record<string, string> = {}) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const options = {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, npm_config_cache: join(folder, '.cache'), ...env },
        timeout: 60_000,
      }
      const child = execFile(process.execPath, [cli, 'front-end', ...args.split(' ')], options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
  const listed = (path: string) => {
    const whole = join(folder, path)
    return existsSync(whole) ? readdirSync(whole, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? entry.name : [])).toSorted() : [] // biome-ignore format: one thought
  }
  return { folder, run, listed }
}

describe('frontdesk front-end', () => {
  test('frontdesk front-end 5 brings what browsers load of clerk-js 5, and no dependency; a second time it asks nobody', async () => {
    const { folder, run, listed } = app()
    const first = await run('5')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toBe(
      '@clerk/clerk-js 5.1.0: 0.0 MB in .frontdesk/front-end/clerk-js-5.1.0\n' +
        'Pages name it: proxyUrl="/__clerk" clerkJSUrl="/__clerk/npm/@clerk/clerk-js@5/dist/clerk.browser.js"\n',
    )
    expect(listed('.frontdesk/front-end')).toEqual(keptFiles.toSorted())
    const brought = join(folder, '.frontdesk/front-end/clerk-js-5.1.0')
    expect(readFileSync(join(brought, 'dist', longName), 'utf8')).toBe('a part of it')
    expect(statSync(brought).mode & 0o777).toBe(0o755) // the user of a built image reads it
    expect(readFileSync(join(folder, '.frontdesk/.gitignore'), 'utf8')).toBe('*\n')

    const before = asked
    const second = await run('5')
    expect(second.stdout).toContain('@clerk/clerk-js 5.1.0 is there, in .frontdesk/front-end/clerk-js-5.1.0.')
    expect(asked).toBe(before)
  })

  test('frontdesk front-end 6 brings the components, too, and --list says what there is', async () => {
    const { run } = app()
    expect((await run('--list')).stdout).toBe('None. npx frontdesk front-end 6 brings the newest.\n')
    await run('6')
    expect((await run('--list')).stdout).toBe(
      '@clerk/clerk-js  6.3.0  .frontdesk/front-end/clerk-js-6.3.0\n@clerk/ui        1.4.0  .frontdesk/front-end/ui-1.4.0\n',
    )
  })

  test('frontdesk front-end --update brings a newer one, and keeps that of pages which are open', async () => {
    const { run } = app()
    await run('5')
    publish('@clerk/clerk-js', '5.2.0')
    expect((await run('5')).stdout).toContain('5.1.0 is there')
    expect((await run('5 --update', { npm_config_prefer_online: 'true' })).stdout).toContain('@clerk/clerk-js 5.2.0: ')
    expect((await run('5 --update')).stdout).toContain('5.2.0 is there')
    expect((await run('5.1.0')).stdout).toContain('5.1.0 is there')
    expect((await run('--list')).stdout).toMatch(/5\.2\.0 .*\n.*5\.1\.0 /)
  })

  test('two that bring the same at once both succeed', async () => {
    const { run, listed } = app()
    const both = await Promise.all([run('5.1.0'), run('5.1.0')])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(listed('.frontdesk/front-end')).toEqual(keptFiles.toSorted())
  })

  test('frontdesk front-end puts the files into the folder that the environment names', async () => {
    const { run, listed } = app()
    await run('5.1.0', { FRONTDESK_FRONT_END_FOLDER: 'public/clerk' })
    expect(listed('public/clerk/clerk-js-5.1.0')).toEqual(keptFiles.toSorted())
    expect(listed('.frontdesk')).toEqual([])
  })

  test('attack: a package that was changed on its way is refused, and nothing of it is kept', async () => {
    publish('@clerk/clerk-js', '5.3.0')
    damaged.add('5.3.0')
    const { run, listed } = app()
    const { code, stderr } = await run('5.3.0')
    expect(code).toBe(1)
    expect(stderr).toContain('Could not fetch @clerk/clerk-js@5.3.0')
    expect(stderr).toMatch(/integrity/i)
    expect(listed('.frontdesk')).toEqual([])
  })

  test('frontdesk front-end says what is wrong, in a line', async () => {
    const { run } = app()
    expect(await run('5.99.0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Could not fetch @clerk/clerk-js@5.99.0: there is no such version.'),
    })
    expect(await run('4')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('@clerk/clerk-js@4: there is no such version'),
    })
    for (const wrong of ['9', 'latest', '5;ls', '../5', '5.x'])
      expect(await run(wrong)).toEqual({
        code: 1,
        stdout: '',
        stderr: `frontdesk front-end takes 4, 5, 6, or an exact version such as 5.128.0, not ${wrong}.\n`,
      })
  })

  test('frontdesk front-end without a network says so', async () => {
    const { run } = app(`registry=http://127.0.0.1:${await freePort()}/`)
    expect(await run('5')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Could not fetch @clerk\/clerk-js@5: the registry can't be reached\. npm says: .+\n$/),
    })
  })
})
