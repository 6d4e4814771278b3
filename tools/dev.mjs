// `npm run dev`: the quickstart on PORT (default 3000), rebuilt and started again when a source file changes.
import { spawn, spawnSync } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const quickstart = join(root, 'examples/quickstart')
let app
let waiting

buildAndStart()
for (const folder of [join(root, 'packages'), quickstart]) {
  watch(folder, { recursive: true }, (_, path) => {
    // the build itself writes dist, the app .frontdesk
    if (path === null || /(^|[/\\])(\.?dist(-\d+)?|node_modules|\.frontdesk)([/\\]|$)|\.test\.tsx?$/.test(path)) return
    clearTimeout(waiting)
    waiting = setTimeout(buildAndStart, 50) // an editor writes a file in several steps
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    app?.kill(signal)
    process.exit()
  })
}

function buildAndStart() {
  const { status } = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'inherit' })
  if (status !== 0) return // the build prints the error; the previous app keeps running
  if (!app || app.exitCode !== null || app.signalCode !== null) return start()
  app.removeAllListeners('exit')
  app.once('exit', start) // the port must be free first
  app.kill('SIGKILL') // safe, because everything that was acknowledged is committed
}

function start() {
  app = spawn(process.execPath, ['app.js'], { cwd: quickstart, stdio: 'inherit' })
}
