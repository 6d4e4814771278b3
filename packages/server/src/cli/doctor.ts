import type { Command } from './command.js'
import { diagnoseAddress } from './doctor/address.js'
import { readApp } from './doctor/app.js'
import { checks, diagnose } from './doctor/diagnose.js'

/** `frontdesk doctor`: what is wrong with an app's set-up, one line each with the cure; exit code 1 when there is anything. */
export const doctorCommand: Command = {
  usage: [['[app.js, folder or URL] [--json]', "says what is wrong with an app's set-up, and what to do"]],
  details: `It reads the source, .env and the data of an app, or asks a running one at its address, and changes nothing.
The exit code is 1 when it finds anything.
`,
  flags: { json: { type: 'boolean' } },
  words: { least: 0, most: 1 },
  run: ({ flags, words: [target = '.'] }) => doctor(target, flags.json === true),
}

async function doctor(target: string, isJson: boolean): Promise<void> {
  const isAddress = /^https?:\/\//i.test(target)
  if (isAddress && !URL.canParse(target)) throw new Error(`${target} is no address.`)
  const app = isAddress ? null : readApp(target, process.env)
  const findings = app ? await diagnose(app) : await diagnoseAddress(target)

  if (isJson) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
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
