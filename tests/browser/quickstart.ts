/** The quickstart app in a process of its own, and people with browsers who visit it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'
import { type Visitors, visitorsOf } from './visitors.js'

export async function startQuickstart(env: Record<string, string> = {}): Promise<Visitors> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-quickstart-'))
  const origin = `http://localhost:${await freePort()}`
  const app = await startProcess(process.execPath, ['app.js'], {
    cwd: fileURLToPath(new URL('../../examples/quickstart', import.meta.url)),
    origin,
    env: {
      PORT: new URL(origin).port,
      FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'frontdesk.db')}`,
      // Many people come from one address here, in less than a minute.
      FRONTDESK_RATE_LIMITS_ATTEMPTS_PER_MINUTE: '10000',
      FRONTDESK_RATE_LIMITS_MESSAGES_PER_MINUTE: '10000',
      ...env,
    },
  })
  const visitors = await visitorsOf(origin)
  return {
    ...visitors,
    async close() {
      await visitors.close()
      await app.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
