/** An app in a process of its own whose pages are Clerk's own front end, unmodified, and a browser to visit it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../environment/chromium.js'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'

export interface ClerkPage {
  origin: string
  browser: Browser
  close(): Promise<void>
}

/** `env` has variables for the server in it. */
export async function startClerkPage(env: Record<string, string> = {}): Promise<ClerkPage> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-clerk-page-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const app = await startProcess(process.execPath, [fileURLToPath(new URL('apps/clerk-page.mjs', import.meta.url))], {
    cwd: fileURLToPath(new URL('../clients', import.meta.url)), // where Clerk's packages are installed
    origin,
    env: { PORT: String(port), FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'frontdesk.db')}`, ...env },
  })
  const browser = await launchBrowser()
  return {
    origin,
    browser,
    async close() {
      await browser.close()
      await app.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
