/** The services whose exports are read: a line for each. */
import { nearest } from '@frontdesk/contract/options'
import { auth0 } from './auth0.js'
import { betterAuth } from './better-auth.js'
import { clerk } from './clerk.js'
import { firebase } from './firebase.js'
import type { ImportFile } from './import-file.js'
import { mapped } from './mapped.js'
import type { Reader } from './reader.js'
import { supabase } from './supabase.js'

export const readers: Reader[] = [clerk, auth0, firebase, supabase, betterAuth, mapped]

/** The reader that `--from` names, `--map` means, or all files look like. @throws for files that none knows */
export function readerOf(files: ImportFile[], from: string | undefined, hasMap: boolean): Reader {
  if (from !== undefined) {
    const named = readers.find(({ name }) => name === from)
    if (named) return named
    const word = nearest(
      from,
      readers.map(({ name }) => name),
    )
    throw new Error(
      `--from takes ${readers.map(({ name }) => name).join(', ')}, not ${from}.${word ? ` Did you mean ${word}?` : ''}`,
    )
  }
  if (hasMap) return mapped
  const found = readers.find((reader) => files.every((file) => reader.recognises(file)))
  if (found) return found
  const known = readers.map(({ name, takes }) => `  ${name}: ${takes}`).join('\n')
  throw new Error(
    `What is in ${files.map(({ name }) => name).join(', ')} is not known. Name where it is from with --from:\n${known}`,
  )
}
