import { backUp, restore } from '../start/backup.js'
import { readOptions } from '../start/options.js'
import type { Command } from './command.js'

/** `frontdesk backup`: a whole copy of a database that may be in use, with its key. */
export const backupCommand: Command = {
  usage: [['<folder>', 'copies the database, which may be in use, with its key file']],
  details: `The database goes to <folder>/frontdesk.db, whole, while servers go on using it, and its key file to
<folder>/encryption.key. A key in FRONTDESK_ENCRYPTION_KEY is not copied: keep it, too. Nothing is
overwritten. For SQLite; PostgreSQL has pg_dump.
`,
  flags: {},
  words: { least: 1, most: 1 },
  async run({ words: [folder] }) {
    const { database, keyFile } = await backUp(readOptions(), folder!)
    process.stdout.write(
      keyFile
        ? `Backed up to ${database}, with its key in ${keyFile}. Together they open everything: keep them where nobody else reads.\n`
        : `Backed up to ${database}. The key is not in it: keep FRONTDESK_ENCRYPTION_KEY, without which nobody can open it.\n`,
    )
  },
}

/** `frontdesk restore`: the way back. */
export const restoreCommand: Command = {
  usage: [['<folder>', 'puts such a copy back where there is no database']],
  details: `It goes to the place that FRONTDESK_DATABASE_URL names, once key and database are found to belong together.
Nothing is overwritten: stop the server, and move what is there away.
`,
  flags: {},
  words: { least: 1, most: 1 },
  async run({ words: [folder] }) {
    const { database, keyFile } = await restore(readOptions(), folder!)
    process.stdout.write(`Restored ${database}${keyFile ? `, with its key in ${keyFile}` : ''}.\n`)
  },
}
