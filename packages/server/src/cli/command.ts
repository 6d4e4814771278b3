/** What a command takes and says of itself. `--help` and whatever is mistyped are answered here, alike for all commands. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '@frontdesk/contract/options'

type Flags = NonNullable<ParseArgsConfig['options']>

/** A command that does one thing, or one whose first word says which. */
export type Command = Action | Group

export interface Action {
  /** Each way to call it, without its name, and what that does: `['<folder>', 'copies the database']`. */
  usage: Array<[call: string, does: string]>
  /** What `--help` says besides. */
  details?: string
  flags: Flags
  /** How many words it takes beside its flags. */
  words: { least: number; most: number }
  run(call: Call): Promise<void>
}

export interface Group {
  /** What it is for, in the list of commands. */
  does: string
  verbs: Record<string, Action>
  /** What is called when the first word is none of the verbs. */
  otherwise?: Action
  details?: string
}

export interface Call {
  flags: Record<string, string | boolean | undefined>
  words: string[]
}

/** Calls a command with what was typed behind its name. @throws an Error for people, which tells how to call it */
export async function callCommand(name: string, command: Command, typed: string[]): Promise<void> {
  const [first, ...others] = typed
  if ('verbs' in command && first !== undefined && Object.hasOwn(command.verbs, first))
    return callCommand(`${name} ${first}`, command.verbs[first]!, others) // it has one, as was just asked
  if (typed.some((word) => word === '--help' || word === '-h')) process.stdout.write(helpOf(name, command))
  else if ('verbs' in command && command.otherwise && first !== undefined)
    await command.otherwise.run(read(name, command.otherwise, typed))
  else if ('verbs' in command) throw new Error(wrongVerb(name, command, first))
  else await command.run(read(name, command, typed))
}

function wrongVerb(name: string, group: Group, typed: string | undefined): string {
  const verbs = Object.keys(group.verbs)
  const takes = `frontdesk ${name} takes ${[...(group.otherwise?.usage.map(([call]) => call.split(' ')[0]) ?? []), ...verbs].join(', ')}`
  return typed === undefined ? `${takes}.\n\n${helpOf(name, group)}`.trimEnd() : `${takes}, not ${typed}.${meant(typed, verbs)}`
}

export function helpOf(name: string, command: Command): string {
  const calls = usageOf(name, command).map(([call, does]) => `  frontdesk ${call}\n      ${does}\n`)
  return `Usage:\n${calls.join('')}${command.details ? `\n${command.details}` : ''}`
}

/** Each way to call a command, and what that does. */
function usageOf(name: string, command: Command): Array<[call: string, does: string]> {
  if ('verbs' in command)
    return [
      ...(command.otherwise ? usageOf(name, command.otherwise) : []),
      ...Object.entries(command.verbs).flatMap(([verb, action]) => usageOf(`${name} ${verb}`, action)),
    ]
  return command.usage.map(([call, does]) => [`${name} ${call}`.trimEnd(), does])
}

function read(name: string, command: Action, typed: string[]): Call {
  const {
    values,
    positionals: words,
    tokens,
  } = parseArgs({ args: typed, options: command.flags, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) if (token.kind === 'option') checkFlag(name, command, token)
  const { least, most } = command.words
  if (words.length < least || words.length > most)
    throw new Error(`frontdesk ${name} takes ${countOf(least, most)}, not ${words.length}.\n\n${helpOf(name, command)}`.trimEnd())
  return { flags: values as Call['flags'], words } // no flag may be given twice, so none is a list
}

function checkFlag(
  name: string,
  command: Action,
  { rawName, name: flag, value }: { rawName: string; name: string; value?: string | undefined },
): void {
  const known = Object.keys(command.flags)
  const wanted = Object.hasOwn(command.flags, flag) ? command.flags[flag] : undefined
  if (!wanted)
    throw new Error(`frontdesk ${name} has no ${rawName}.${meant(flag, known, '--')}\n\n${helpOf(name, command)}`.trimEnd())
  if (wanted.type === 'string' && value === undefined) throw new Error(`${rawName} needs a value, as in ${rawName} <${flag}>.`)
  if (wanted.type === 'boolean' && value !== undefined) throw new Error(`${rawName} takes no value.`)
}

const countOf = (least: number, most: number): string => {
  if (most === 0) return 'no words besides its flags'
  return least === most ? `${least === 1 ? 'one word' : `${least} words`}` : `${least} to ${most} words`
}

/** ` Did you mean start?`, or nothing when no word is near. */
export function meant(typed: string, known: string[], prefix = ''): string {
  const word = nearest(typed, known)
  return word ? ` Did you mean ${prefix}${word}?` : ''
}
