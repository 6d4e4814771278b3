/** The settings with which an instance is made. */
import { documentOf, layerOf } from './leaves.js'
import { readSettingsFile } from './settings-file.js'
import { type Versioned, writeVersion } from './stored.js'

/** Writes the first version from a file, as `frontdesk config pull` makes one. @throws an Error that names the file and the mistake */
export async function seedSettings(tx: Versioned, file: string): Promise<void> {
  const layer = Object.entries(layerOf(readSettingsFile(file))).filter(([, value]) => value !== null)
  await writeVersion(tx, { version: 1, document: documentOf(Object.fromEntries(layer)) }, { actor: 'seed', reason: file })
}
