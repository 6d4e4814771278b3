import { parseArgs } from 'node:util'
import { diagnoseAddress } from './doctor/address.js'
import { readApp } from './doctor/app.js'
import { checks, diagnose } from './doctor/diagnose.js'

/** `frontdesk doctor`: what is wrong with an app's set-up, one line each with the cure; exit code 1 when there is anything. */
export async function doctor(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true })
  const [target = '.', ...rest] = positionals
  if (rest.length > 0) throw new Error(`frontdesk doctor looks at one app at a time, not at ${rest.join(' ')} as well.`)

  const isAddress = /^https?:\/\//i.test(target)
  if (isAddress && !URL.canParse(target)) throw new Error(`${target} is no address.`)
  const app = isAddress ? null : readApp(target, process.env)
  const findings = app ? await diagnose(app) : await diagnoseAddress(target)

  if (values.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  else {
    for (const { name, cause, cure } of findings) process.stdout.write(`${name}: ${cause} ${cure}\n`)
    if (findings.length === 0) process.stdout.write('No problem found.\n')
    if (app)
      process.stdout.write(
        `(${checks.length} checks; source files read from ${app.entry ?? 'the whole folder'}: ${app.sources.length}; what is decided at run time is not seen.)\n`,
      )
  }
  process.exitCode = findings.length > 0 ? 1 : 0
}
