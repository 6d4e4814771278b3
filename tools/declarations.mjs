// Declaration files, which only publishing needs: TypeScript writes one for each source file; kept are those that an entry leads to, and
// CommonJS gets twins of them, because TypeScript takes a `.d.ts` of this kind of package for an ES module.
import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** `entries` are the source files, relative to `src`, that the package's `exports` name. */
export function writeDeclarations({ root, folder, outdir, entries }) {
  // Without checks: type errors are reported elsewhere and must not keep the tests from running.
  execFileSync('npx', ['tsc', '-p', folder, '--outDir', outdir, '--noCheck'], { cwd: root, stdio: 'inherit' })

  takeLeaves(root, outdir)
  const reached = new Set()
  const commonJs = new Set()
  for (const { source, hasCommonJs } of entries) {
    const entry = join(outdir, source.replace(/\.ts$/, '.d.ts'))
    follow(entry, reached)
    if (hasCommonJs) follow(entry, commonJs)
  }
  for (const name of readdirSync(outdir, { recursive: true })) {
    const file = join(outdir, name)
    if (!name.endsWith('.d.ts')) continue
    if (reached.has(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(/^(?: {4})+/gm, tabs))
    else rmSync(file)
  }
  for (const file of reached) {
    if (readFileSync(file, 'utf8').includes("'@frontdesk/contract'"))
      throw new Error(
        `${relative(outdir, file)} takes a type of the whole contract, which nobody can install: take it from a leaf`,
      )
  }
  for (const file of commonJs) {
    const text = readFileSync(file, 'utf8').replace(relativeSpecifier, (_, quote, path) => `${quote}${path}.cjs${quote}`)
    writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), text)
  }
}

/** The contract is published with nobody: what a package's types take of its leaves goes along, and is referred to there. */
function takeLeaves(root, outdir) {
  for (const name of readdirSync(outdir, { recursive: true }).filter((entry) => entry.endsWith('.d.ts'))) {
    const file = join(outdir, name)
    const text = readFileSync(file, 'utf8').replace(/'@frontdesk\/contract\/([\w-]+)'/g, (_, leaf) => {
      cpSync(join(root, 'packages/contract/dist', `${leaf}.d.ts`), join(outdir, 'contract', `${leaf}.d.ts`))
      return `'${relative(dirname(file), join(outdir, 'contract')).replace(/^(?!\.)/, './')}/${leaf}.js'`
    })
    writeFileSync(file, text)
  }
}

/** Tabs in place of TypeScript's four spaces save a twentieth of the package's size. */
const tabs = (blanks) => '\t'.repeat(blanks.length / 4)

const relativeSpecifier = /(['"])(\.{1,2}\/[^'"]+)\.js\1/g

function follow(file, seen) {
  if (seen.has(file)) return
  seen.add(file)
  for (const [, , path] of readFileSync(file, 'utf8').matchAll(relativeSpecifier))
    follow(join(dirname(file), `${path}.d.ts`), seen)
}
