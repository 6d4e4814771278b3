/** A Chromium for the browser tests: Playwright's own install where it works, else Debian's package, installed if need be. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { installDebianPackages } from './apt.js'

const debian = '/usr/bin/chromium'

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a headless browser. Throws, with what to install, where there is none: a browser test is never skipped. */
export function launchBrowser(...moreFlags: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [...flags, ...moreFlags, ...(isRoot() ? ['--no-sandbox'] : [])],
  })
}

let found: string | undefined

/** The path of a browser that runs. */
export function findChromium(): string {
  found ??= [chromium.executablePath(), debian].find(runs) ?? installDebianChromium()
  return found
}

function runs(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }) // fails where a shared library is missing
    return true
  } catch {
    return false
  }
}

function installDebianChromium(): string {
  try {
    const packages = ['chromium', 'fonts-liberation'] // without a font every page is blank
    installDebianPackages(...packages)
  } catch (error) {
    throw new Error('No browser: run `npx playwright-core install --with-deps chromium`, or install the package chromium', {
      cause: error,
    })
  }
  if (!runs(debian)) throw new Error(`${debian} was installed but does not run`)
  return debian
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
