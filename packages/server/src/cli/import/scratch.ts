/** Texts by key in a file of its own, for joining two exports and finding duplicates without holding either in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSqlite } from '../../database/sqlite-driver.js'

export interface Scratch {
  /** A key may have several texts. `kind` keeps apart what different readers put there. */
  add(kind: string, key: string, text: string): void
  /** The texts of a key, in the order in which they came. */
  get(kind: string, key: string): string[]
  /** The same, which are then gone. */
  take(kind: string, key: string): string[]
  /** What nobody took, by key. */
  rest(kind: string): Iterable<{ key: string; texts: string[] }>
  close(): void
}

/** Readable by its owner only, and gone once it is closed. */
export async function openScratch(): Promise<Scratch> {
  const open = await loadSqlite()
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-import-')) // mode 0700
  const file = open(join(folder, 'scratch.db'), { lockTimeoutMs: 0 })
  file.run('pragma journal_mode = off')
  file.run('pragma synchronous = off')
  file.run(
    'create table texts (kind text, key text, number integer, text text not null, primary key (kind, key, number)) without rowid',
  )
  file.run('begin') // never committed: nothing of it outlives the process
  const insert = file.prepare('insert into texts values (?, ?, ?, ?)')
  const select = file.prepare('select text from texts where kind = ? and key = ? order by number')
  const remove = file.prepare('delete from texts where kind = ? and key = ?')
  const next = file.prepare('select key from texts where kind = ? and key > ? order by key limit 1')
  let number = 0

  const get: Scratch['get'] = (kind, key) => select.all([kind, key]).map(([text]) => text as string)
  return {
    add(kind, key, text) {
      insert.run([kind, key, number++, text])
    },
    get,
    take(kind, key) {
      const texts = get(kind, key)
      if (texts.length > 0) remove.run([kind, key])
      return texts
    },
    *rest(kind) {
      for (let key: unknown = ''; ; ) {
        key = next.all([kind, key])[0]?.[0]
        if (typeof key !== 'string') return
        yield { key, texts: get(kind, key) }
      }
    },
    close() {
      file.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
