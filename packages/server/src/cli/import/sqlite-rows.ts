/** The rows of a table in an SQLite file, which is only read: an app may be running on it. */
import { loadSqlite } from '../../database/sqlite-driver.js'
import type { ImportFile } from './import-file.js'
import type { Json } from './records.js'

const rowsAtATime = 1_000

/** In the order in which they were made. @throws when the file has no such table */
export async function* rowsOf({ path, name }: ImportFile, table: string): AsyncGenerator<{ place: string; record: Json }> {
  const open = await loadSqlite()
  const file = open(path, { readOnly: true, lockTimeoutMs: 5_000 })
  try {
    if (file.prepare("select 1 from sqlite_master where type = 'table' and name = ?").all([table]).length === 0)
      throw new Error(`${name} has no table ${table}.`)
    const page = file.prepare(`select rowid, * from "${table}" where rowid > ? order by rowid limit ${rowsAtATime}`)
    const [, ...columns] = page.columns()
    let last: unknown = 0
    let number = 0
    for (;;) {
      const rows = page.all([last])
      for (const [rowid, ...values] of rows) {
        const record = Object.fromEntries(columns.map((column, index) => [column, values[index]]))
        yield { place: `${name}:${table}:${++number}`, record }
        last = rowid
      }
      if (rows.length < rowsAtATime) return
    }
  } finally {
    file.close()
  }
}
