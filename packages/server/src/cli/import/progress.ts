/** How far an import is: one line that is written over in a terminal, else a line every few seconds. */

export interface Progress {
  /** Bytes of the files were read. */
  read(bytes: number): void
  /** Entries are done with. */
  done(entries: number): void
  /** Leaves the terminal with an empty line. */
  end(): void
}

const everyMs = { terminal: 200, lines: 5_000 }

export function showProgress(verb: string, totalBytes: number, to: NodeJS.WriteStream = process.stderr): Progress {
  const isTerminal = to.isTTY === true
  const startedAt = performance.now()
  let shownAt = isTerminal ? 0 : startedAt
  let bytes = 0
  let entries = 0

  return {
    read(more) {
      bytes += more
    },
    done(more) {
      entries += more
      const now = performance.now()
      if (now - shownAt < (isTerminal ? everyMs.terminal : everyMs.lines)) return
      shownAt = now
      const line = lineOf(verb, { entries, part: bytes / Math.max(1, totalBytes), seconds: (now - startedAt) / 1000 })
      to.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end() {
      if (isTerminal) to.write('\r\u001b[K')
    },
  }
}

const width = 24

/** `[######------]  42 %  420,000 people, 8,100 a second, 1 min left` */
export function lineOf(verb: string, { entries, part, seconds }: { entries: number; part: number; seconds: number }): string {
  const share = Math.min(1, part)
  const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '-')
  const rate = Math.round(entries / Math.max(0.001, seconds))
  const left = share > 0 ? durationOf((seconds * (1 - share)) / share) : 'unknown time'
  return `${verb} [${bar}] ${Math.floor(share * 100)} %  ${entries.toLocaleString('en')} people, ${rate.toLocaleString('en')} a second, ${left} left`
}

function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
