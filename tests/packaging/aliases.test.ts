/**
 * Ours under Clerk's names, as `"@clerk/express": "npm:@frontdesk/express@…"` in a package.json puts them there: an app keeps its code and its
 * imports, and so does a package that depends on Clerk's. A `file:` gives the same name to a tarball. No run looks up a name beyond this
 * machine, so no key can go there.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { elsewhere } from './elsewhere.js'
import { type Installer, installAliased, pack, temporaryFolder } from './packed.js'
import { compilers, type Place, run } from './tries.js'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const packed = pack()

/** Somebody else's package, packed, whose dependency is Clerk's. */
function dependsOnClerk(): string {
  const folder = temporaryFolder()
  copyFileSync(fromHere('apps/aliased/depends-on-clerk.cjs'), join(folder, 'index.cjs'))
  const manifest = { name: 'depends-on-clerk', version: '1.0.0', main: 'index.cjs', dependencies: { '@clerk/backend': '^2.0.0' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const [{ filename }] = Object.values(
    JSON.parse(execFileSync('npm', ['pack', '--json'], { cwd: folder, encoding: 'utf8' })),
  ) as [{ filename: string }] // as npm prints them
  return `file:${join(folder, filename)}`
}

const plugin = dependsOnClerk()
const apps = new Map<string, Promise<string>>()
function appOf(by: Installer, express: number): Promise<string> {
  const key = `${by} ${express}`
  const app = apps.get(key) ?? installAliased(packed, by, { 'depends-on-clerk': plugin }, express)
  apps.set(key, app)
  return app
}

async function placeOf(installedBy: Installer, express: number, setting: string, version = ''): Promise<Place> {
  const app = await appOf(installedBy, express)
  const folder = join(app, 'rows', `${setting}-${version}`.replaceAll(' ', '-'))
  mkdirSync(folder, { recursive: true })
  cpSync(fromHere('apps/aliased'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: setting.endsWith('ESM') ? 'module' : 'commonjs' }))
  return { app, folder, node: process.execPath, installedBy, version, setting }
}

const runs: Array<[file: string, installedBy: Installer, express: number]> = [
  ['app.mjs', 'npm', 5],
  ['app.cjs', 'npm', 4],
  ['app.mjs', 'pnpm', 4],
  ['app.cjs', 'pnpm', 5],
]

describe('under Clerk’s names', () => {
  test.each(runs)(
    '%s, installed by %s beside Express %i, asks our server only',
    { timeout: 300_000 },
    async (file, by, express) => {
      const place = await placeOf(by, express, file)
      const { CLERK_JWT_KEY: PUBLIC_KEY, ...env } = elsewhere // without it the keys are asked for
      const { stdout, ...end } = await run(place, ['--require', './no-network.cjs', file], { ...env, PUBLIC_KEY: PUBLIC_KEY! })
      expect(end).toEqual({ code: 0, stderr: '' })
      expect(JSON.parse(stdout)).toEqual({
        signedIn: '200 "user_1"',
        signedOut: '200 null',
        turnedAway: '302 https://app.example.com/sign-in',
        letIn: '200 This is a protected route',
        older: ['200 "user_1"', '401 Unauthenticated'],
        verified: ['user_1', 'user_1', 'user_1', 'user_1'],
        users: [1, 1, 1, 1],
        refusal: [true, true, 404],
        webhook: expect.stringContaining('header'),
        keys: [`Bearer ${elsewhere.CLERK_SECRET_KEY}`],
        embedded: [1, 1, 1],
      })
    },
  )

  test('the run that looks a name up beyond this machine ends', async () => {
    const place = await placeOf('npm', 5, 'lookup')
    const asks = ['--require', './no-network.cjs', '-e', 'fetch("https://api.clerk.com")']
    expect(await run(place, asks)).toMatchObject({ code: 9, stderr: 'looked up api.clerk.com\n' })
  })
})

const compilations: Array<[version: string, setting: string, installedBy: Installer, express: number]> = [
  ['5.0', 'node10 CommonJS', 'npm', 4],
  ['5.0', 'node16 ESM', 'pnpm', 5],
  ['5.4', 'bundler ESM', 'npm', 5],
  ['5.9', 'nodenext CommonJS', 'pnpm', 4],
  ['5.9', 'nodenext ESM', 'npm', 5],
  ['7.0', 'nodenext ESM', 'pnpm', 5],
  ['7.0', 'bundler ESM', 'npm', 4],
]

test.each(compilations)(
  'TypeScript %s (%s) reads our types under Clerk’s names, installed by %s beside Express %i',
  { timeout: 300_000 },
  async (version, setting, by, express) => {
    const place = await placeOf(by, express, setting, version)
    const [resolution = ''] = setting.split(' ')
    const compilerOptions = {
      ...compilers[resolution],
      target: 'es2022',
      types: ['node'],
      strict: true,
      esModuleInterop: true,
      skipLibCheck: false,
      declaration: true,
      outDir: 'out',
    }
    writeFileSync(join(place.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
    const compiled = await run(place, [fromHere(`node_modules/typescript-${version}/bin/tsc`)])
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(join(place.folder, 'out/typed.d.ts'), 'utf8')).toContain("from '@clerk/")
  },
)
