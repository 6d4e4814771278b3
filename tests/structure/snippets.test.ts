/** What the documents and the `@example`s of public functions show is compiled, strictly, against the packages as they are. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { documents, read, root, snippetsIn, sourcesOf } from './documents.js'

/** What an example may take for granted: each name, and the line that brings it where the example doesn't. */
const known: Record<string, string> = {
  express: "import express from 'express'",
  app: "import express from 'express'\nconst app = express()",
  frontdesk: "import { frontdesk } from 'frontdesk/express'",
  createFrontdesk: "import { createFrontdesk } from 'frontdesk'",
  Refusal: "import { Refusal } from 'frontdesk'",
  createClerkClient: "import { createClerkClient } from '@frontdesk/backend'",
  verifyWebhook: "import { verifyWebhook } from '@frontdesk/express/webhooks'",
  ...Object.fromEntries(
    ['clerkMiddleware', 'clerkClient', 'getAuth', 'requireAuth', 'reverificationError'].map((name) => [
      name,
      `import { ${name} } from '@frontdesk/express'`,
    ]),
  ),
}

const isCommonJs = (code: string) => /\brequire\(/.test(code)

function complete(code: string): string {
  const isMissing = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`(import [^\\n]*|const )\\b${name}\\b`).test(code)
  const lines = new Set(Object.entries(known).flatMap(([name, line]) => (isMissing(name) ? line.split('\n') : [])))
  return [...lines, code, 'export {}'].join('\n')
}

/**
 * A document is read from top to bottom, so its snippets are one program: a later one may use what an earlier one made. One that requires
 * stands for the imports of another, and is a program of its own.
 */
const fromDocuments = documents.flatMap((path) => {
  const snippets = snippetsIn(read(path)).filter(({ language, quotes }) => /^(js|ts)$/.test(language) && !quotes)
  const [required, imported] = [true, false].map((requires) => snippets.filter(({ code }) => isCommonJs(code) === requires))
  return [...required!, ...(imported!.length > 0 ? [{ code: imported!.map(({ code }) => code).join('\n') }] : [])].map(
    ({ code }) => ({ path, code }),
  )
})

const fromDocstrings = sourcesOf('backend', 'express', 'server').flatMap((path) =>
  [...read(path).matchAll(/^ \* @example\n((?: \* (?!@).*\n| \*\n)+)/gm)].map(([, example]) => ({
    path,
    code: example!.replace(/^ \* ?/gm, ''),
  })),
)

const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'snippets-'))
afterAll(() => rmSync(folder, { recursive: true }))

// Clerk's packages are not the workspace's; documents that show them together with ours take them from there.
mkdirSync(join(folder, 'node_modules'))
symlinkSync(join(root, 'tests/clients/node_modules/@clerk'), join(folder, 'node_modules/@clerk'))

test('every snippet of the documents compiles', async () => {
  const snippets = [...fromDocuments, ...fromDocstrings]
  expect(snippets.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'README.md',
      'packages/backend/src/index.ts',
      'packages/express/src/require-auth.ts',
      'packages/server/src/index.ts',
    ]),
  )

  const files = snippets.map(({ path, code }, index) => {
    const name = `${index}-${path.replaceAll(/[/.]/g, '-')}.${isCommonJs(code) ? 'cjs' : 'ts'}`
    writeFileSync(join(folder, name), isCommonJs(code) ? code : complete(code))
    return name
  })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const compilerOptions = { typeRoots: [join(root, 'node_modules/@types')], allowJs: true, checkJs: true }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, files }),
  )
  expect(await compile(folder)).toEqual('')
}, 120_000) // a compiler's run, on a machine that may have others to do

/** What the compiler has to say, nothing when all is well. */
function compile(project: string): Promise<string> {
  return new Promise((resolve) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFile(process.execPath, [tsc, '-p', project, '--pretty', 'false'], (error, stdout, stderr) =>
      resolve(error ? stdout + stderr || error.message : ''),
    )
  })
}
