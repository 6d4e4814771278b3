/** A file with any part of the settings, as `frontdesk config pull` writes it. */
import { readFileSync } from 'node:fs'
import { SettingsPatch } from '@frontdesk/contract'
import { mistakeLines, noWords } from '../../../start/option-mistakes.js'

/** @throws an Error that names the file and the mistake */
export function readSettingsFile(file: string): SettingsPatch {
  const parsed = SettingsPatch.safeParse(readJson(file), noWords)
  if (parsed.success) return parsed.data
  throw new Error(`The settings in ${file} need a change:\n${mistakeLines(parsed.error.issues, [SettingsPatch])}`)
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The settings in ${file} can't be read: ${(error as Error).message}`) // both throw nothing else
  }
}
