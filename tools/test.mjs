// `npm test` runs everything that CI runs. `npm test -- <name> [vitest's options]` runs the test files whose path contains the name.
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseCLI, startVitest } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const args = process.argv.slice(2)
const everything = args.length === 0

const needed = [
  await installApart('tests/clients'),
  await installApart('tests/packaging'),
  await run('build', process.execPath, ['tools/build.mjs', '--types']),
]
if (needed.includes(false)) process.exit(1)

// Errors of types or formatting don't stop the tests, so that one run shows everything to fix.
const checks = everything
  ? await Promise.all([
      run('lint', 'npx', ['biome', 'ci', '.', process.stdout.isTTY ? '--colors=force' : '--colors=off']),
      run('types', 'npx', ['tsc', '-p', '.', '--noEmit']),
      run('types of the pages', 'npx', ['tsc', '-p', 'packages/ui', '--noEmit']),
    ])
  : []

const { filter, options } = parseCLI(['vitest', 'run', ...args])
const vitest = await startVitest('test', filter, { ...options, watch: false })
const { passed, failed } = count(vitest.state.getTestModules())
await vitest.close()

const failedChecks = checks.filter((ok) => !ok).length
if (failedChecks > 0) process.exitCode = 1
console.log(`\n${passed} passed, ${failed + failedChecks} failed`)

/** Clerk's published packages and the linters of packages have their own lock files, so that they never mix with the workspace's packages. */
async function installApart(folder) {
  const installed = `${folder}/node_modules/.package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs) return true
  return run(`packages of ${folder}`, 'npm', ['ci', '--prefix', folder])
}

/** Runs a program and shows its output if it fails. */
function run(what, command, words) {
  const startedAt = Date.now()
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message
    })
    child.once('close', (code) => {
      const ok = code === 0
      if (!ok) process.stdout.write(output)
      if (everything || !ok) console.log(`${ok ? '✓' : '✗'} ${what} ${Date.now() - startedAt} ms`)
      resolve(ok)
    })
  })
}

/** A file that could not be read, or whose hooks failed, counts as one failure. */
function count(modules) {
  let passed = 0
  let failed = 0
  for (const module of modules) {
    const before = failed
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      if (state === 'failed') failed += 1
    }
    if (failed === before && !module.ok()) failed += 1
  }
  return { passed, failed }
}
