/** Rows as people read them: columns of equal width. */
export function columns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]!.length))) // all rows are of one length
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Milliseconds since 1970 as `2026-11-29 08:15` in UTC. */
export const whenOf = (time: number | null): string =>
  time === null ? 'never' : new Date(time).toISOString().slice(0, 16).replace('T', ' ')
