import { parseArgs } from 'node:util'
import { backUp, restore } from '../start/backup.js'
import { readOptions } from '../start/options.js'

const backupHelp = `Usage: frontdesk backup <folder>

Copies the database to <folder>/frontdesk.db, whole, while servers go on using it, and its key file to
<folder>/encryption.key. A key in FRONTDESK_ENCRYPTION_KEY is not copied: keep it, too. Nothing is
overwritten. For SQLite; PostgreSQL has pg_dump.
`
const restoreHelp = `Usage: frontdesk restore <folder>

Puts what frontdesk backup made in the place that FRONTDESK_DATABASE_URL names, after it has checked
that key and database belong together. Nothing is overwritten: stop the server, and move what is there away.
`

/** `frontdesk backup`: a whole copy of a database that may be in use, with its key. */
export async function backupDatabase(args: string[]): Promise<void> {
  const folder = readFolder(args, backupHelp)
  if (folder === null) return
  const { database, keyFile } = await backUp(readOptions(), folder)
  process.stdout.write(
    keyFile
      ? `Backed up to ${database}, with its key in ${keyFile}. Whoever has both can read everything.\n`
      : `Backed up to ${database}. The key is not in it: keep FRONTDESK_ENCRYPTION_KEY, without which nobody can open it.\n`,
  )
}

/** `frontdesk restore`: the way back. */
export async function restoreDatabase(args: string[]): Promise<void> {
  const folder = readFolder(args, restoreHelp)
  if (folder === null) return
  const { database, keyFile } = await restore(readOptions(), folder)
  process.stdout.write(`Restored ${database}${keyFile ? `, with its key in ${keyFile}` : ''}.\n`)
}

/** The folder that was named; null when help was asked for, which is printed then. */
function readFolder(args: string[], help: string): string | null {
  const { values, positionals } = parseArgs({
    args,
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) process.stdout.write(help)
  else if (positionals.length !== 1) throw new Error(help.trim())
  return values.help ? null : positionals[0]!
}
