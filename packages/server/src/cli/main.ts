import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, callCommand, helpOf, meant } from './command.js'
import { commands, usage } from './commands.js'

const [name = '--help', ...typed] = process.argv.slice(2)
main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})

async function main(): Promise<void> {
  const command = commandNamed(name)
  if (command) return callCommand(name, command, typed)
  if (['--version', '-v', 'version'].includes(name)) process.stdout.write(`${version()}\n`)
  else if (['--help', '-h', 'help'].includes(name)) process.stdout.write(help(typed[0]))
  else throw new Error(`frontdesk has no command ${name}.${meant(name, Object.keys(commands))}\n\n${usage()}`)
}

function help(about: string | undefined): string {
  const command = about === undefined ? undefined : commandNamed(about)
  return command ? helpOf(about!, command) : usage()
}

function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

function version(): string {
  return (JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }).version // our own
}
