/**
 * `frontdesk config`: the settings in the database as a file, and their versions. What the code of an app fixes is not known here: it
 * comes before what is stored, as ever.
 */
import { writeFileSync } from 'node:fs'
import { ApiError } from '@frontdesk/contract'
import { changeSettings, restoreSettings, type SettingsChange } from '../capabilities/ground/settings/change-settings.js'
import { layerOf } from '../capabilities/ground/settings/leaves.js'
import { resolve } from '../capabilities/ground/settings/settings.js'
import { readSettingsFile } from '../capabilities/ground/settings/settings-file.js'
import { documentOfVersion, listVersions, requireStored } from '../capabilities/ground/settings/stored.js'
import { createFrontdesk } from '../server.js'
import { type Instance, transaction } from '../start/instance.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import type { Action, Command } from './command.js'

const usualFile = 'frontdesk.config.json'
const shownVersions = 50

/** What a verb prints. */
type Run = (instance: Instance, argument: string | undefined, reason: string | undefined) => Promise<string>

export const configCommand: Command = {
  does: 'the settings as a file, and their versions',
  verbs: {
    pull: verb('[file]', 'writes the settings to frontdesk.config.json, or to that file', async (instance, file = usualFile) => {
      const { document } = await requireStored(instance)
      const effective = resolve(instance.options.fixed.values, layerOf(document))
      writeFileSync(file, `${JSON.stringify(effective, null, 2)}\n`)
      return `Wrote ${file}.\n`
    }),

    diff: verb('[file]', 'says what a push would change; exit code 1 when it would', async (instance, file = usualFile) => {
      const patch = readSettingsFile(file)
      const { changes } = await transaction(instance, (tx) => changeSettings(tx, patch, { actor: 'cli', dryRun: true }))
      process.exitCode = changes.length > 0 ? 1 : 0
      return linesOf(changes)
    }),

    push: verb(
      '[file] [--reason text]',
      'changes the settings to those of the file',
      async (instance, file = usualFile, reason) => {
        const patch = readSettingsFile(file)
        return told(await transaction(instance, (tx) => changeSettings(tx, patch, { actor: 'cli', reason })))
      },
    ),

    history: verb('', 'lists the versions of the settings', async (instance) => {
      const versions = await listVersions(instance, shownVersions)
      return versions
        .map((row) =>
          [row.version, new Date(row.changed_at).toISOString(), row.changed_by, row.reason ?? ''].join('  ').trimEnd(),
        )
        .map((line) => `${line}\n`)
        .join('')
    }),

    rollback: verb('[version] [--reason text]', 'sets again what was set in that version, or in the one before', rollBack),
  },
}

async function rollBack(...[instance, asked, reason]: Parameters<Run>): Promise<string> {
  const version = asked === undefined ? (await requireStored(instance)).version - 1 : Number(asked)
  if (!Number.isSafeInteger(version)) throw new Error(`A version is a number, not ${asked}.`)
  if (version === -1) throw new Error('The settings were never changed: there is nothing to go back to.')
  if (!(await documentOfVersion(instance, version))) throw new Error(`There is no version ${asked} of the settings.`)
  const rules = { actor: 'cli', reason: reason ?? `Back to version ${version}` }
  return told(await transaction(instance, (tx) => restoreSettings(tx, version, rules)))
}

function verb(call: string, does: string, run: Run): Action {
  return {
    usage: [[call, does]],
    flags: call.includes('--reason') ? { reason: { type: 'string' } } : {},
    words: { least: 0, most: call.startsWith('[') ? 1 : 0 },
    run: ({ flags, words: [argument] }) => config(run, argument, flags.reason as string | undefined),
  }
}

async function config(run: Run, argument: string | undefined, reason: string | undefined): Promise<void> {
  const frontdesk = createFrontdesk({ environment: environmentOfProcess(), log: () => {} }, { isServing: false })
  try {
    process.stdout.write(await run(await frontdesk.ready(), argument, reason))
  } catch (error) {
    throw error instanceof ApiError ? new Error(error.errors.map(({ long_message }) => long_message).join('\n')) : error
  } finally {
    await frontdesk.close()
  }
}

const told = ({ version, changes }: SettingsChange): string =>
  changes.length > 0 ? `${linesOf(changes)}Version ${version} holds.\n` : 'Nothing to change.\n'

const linesOf = (changes: SettingsChange['changes']): string =>
  changes.map(({ name, from, to }) => `${name}: ${JSON.stringify(from)} → ${JSON.stringify(to)}\n`).join('')
