/** A file with any part of the settings, as `frontdesk config pull` writes it. */
import { readFileSync } from 'node:fs'
import { SettingsPatch, zodToErrors } from '@frontdesk/contract'

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
