/** `frontdesk export`: everybody, with all that is theirs. */
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { usersAfter } from '../capabilities/identity/users/users.js'
import { exportedUsers } from '../resources/exported-user.js'
import type { Instance } from '../start/instance.js'
import { withDatabase } from './backend.js'
import type { Command } from './command.js'
import { type Format, formats } from './export/formats.js'

const pageSize = 500

export const exportCommand: Command = {
  usage: [['<file> [--format json | clerk] [--at app]', 'writes everybody with all that is theirs, password digests included']],
  details: `json is one list, a line for each; - in place of a file writes it to standard output. clerk is the pair of files
that Clerk gives: <file>.csv with the digests, <file>.json with the metadata. \`frontdesk import\` reads both forms.
Files are new, and only their owner may read them: whoever has them can guess at the passwords. Servers may run
meanwhile; who is changed then is exported as they were before or after.
`,
  flags: { format: { type: 'string' }, at: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run({ flags, words: [file] }) {
    const name = String(flags.format ?? 'json')
    const format = Object.hasOwn(formats, name) ? formats[name]! : undefined
    if (!format) throw new Error(`--format takes ${Object.keys(formats).join(' or ')}, not ${name}.`)
    const isPiped = file === '-'
    if (isPiped && format.parts.length > 1) throw new Error(`${name} makes ${format.parts.length} files: name them, as in frontdesk export --format ${name} people.`) // biome-ignore format: one thought
    const paths = isPiped ? [] : pathsOf(resolve(file!), format) // before another folder is entered
    await withDatabase(String(flags.at ?? '.'), async (instance) => {
      const count = isPiped ? await writeAll(instance, format, [writeOut]) : await writeFiles(instance, format, paths)
      const to = isPiped ? '' : ` to ${paths.join(' and ')}`
      process.stderr.write(
        `Exported ${count.toLocaleString('en')} people${to}. It holds password digests and private data: keep it where nobody else reads, and delete it once it has served.\n`,
      )
    })
  },
}

/** `people` with each part's extension; a single file is called as it was named. */
const pathsOf = (file: string, { parts }: Format): string[] =>
  parts.length === 1 ? [file] : parts.map(({ extension }) => `${file}${extension}`)

async function writeFiles(instance: Instance, format: Format, paths: string[]): Promise<number> {
  const files: FileHandle[] = []
  try {
    for (const path of paths) files.push(await openNew(path))
    const count = await writeAll(instance, format, files.map((file) => async (text: string) => file.appendFile(text))) // biome-ignore format: one thought
    for (const file of files) await file.sync()
    return count
  } catch (error) {
    for (const path of paths.slice(0, files.length)) await unlink(path) // a part of everybody is of no use
    throw error
  } finally {
    for (const file of files) await file.close()
  }
}

/** For its owner only. @throws when something is there already */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException // as node:fs throws it
    throw new Error(
      code === 'EEXIST' ? `${path} is there already, and nothing was changed: move it away, or name another file.` : message,
    )
  }
}

type Write = (text: string) => Promise<void>

/** Everybody by id, a page at a time. */
async function writeAll(instance: Instance, { parts }: Format, writes: Write[]): Promise<number> {
  const each = (textOf: (part: Format['parts'][number]) => string) =>
    Promise.all(parts.map((part, index) => writes[index]!(textOf(part)))) // a write for each part
  await each(({ begin }) => begin)
  let count = 0
  for (let afterId = ''; ; ) {
    const page = await usersAfter(instance, afterId, pageSize)
    if (page.length === 0) break
    const users = await exportedUsers(instance, page)
    await each(({ between, write }) => (count === 0 ? '' : between) + users.map(write).join(between))
    count += page.length
    afterId = page.at(-1)!.id
  }
  await each(({ end }) => end)
  return count
}

const writeOut: Write = (text) =>
  new Promise((done, fail) => process.stdout.write(text, (error) => (error ? fail(error) : done())))
