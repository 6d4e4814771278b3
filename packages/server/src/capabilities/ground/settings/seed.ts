/** The settings with which an instance is made. */
import { readFileSync } from 'node:fs'
import { SettingsPatch, zodToErrors } from '@frontdesk/contract'
import { documentOf, layerOf } from './leaves.js'
import { type Versioned, writeVersion } from './stored.js'

/** Writes the first version from a file, as `frontdesk config pull` makes one. @throws an Error that names the file and the mistake */
export async function seedSettings(tx: Versioned, file: string): Promise<void> {
  const layer = Object.entries(layerOf(readSettingsFile(file))).filter(([, value]) => value !== null)
  await writeVersion(tx, { version: 1, document: documentOf(Object.fromEntries(layer)) }, { actor: 'seed', reason: file })
}

/** @throws an Error that names the file and the mistake */
export function readSettingsFile(file: string): SettingsPatch {
  const parsed = SettingsPatch.safeParse(readJson(file), { reportInput: true })
  if (parsed.success) return parsed.data
  const mistakes = zodToErrors(parsed.error).errors.map(({ long_message }) => `  ${long_message}`)
  throw new Error(`The settings in ${file} need a change:\n${mistakes.join('\n')}`)
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The settings in ${file} can't be read: ${(error as Error).message}`) // both throw nothing else
  }
}
