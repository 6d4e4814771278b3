/** Somebody who has only a document, and types its lines in an empty folder. The packed packages stand in for those at npm. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { type Packed, temporaryFolder } from './packed.js'

export interface Reader {
  /** Where the server of the document answers once it is started. */
  origin: string
  save(name: string, code: string): void
  /** Runs lines to their end and returns what they print. Throws when one fails. */
  type(lines: string): string
  /** Runs lines of which the last one starts a server; resolves when that answers. */
  start(lines: string): Promise<StartedProcess>
}

/** `port` is the one that the document writes: it may be taken here, so another takes its place. */
export async function reader(packed: Packed[], port: number): Promise<Reader> {
  const folder = temporaryFolder()
  const free = await freePort()
  const origin = `http://localhost:${free}`
  const atFreePort = (text: string) => text.replaceAll(String(port), String(free))

  const type = (lines: string) =>
    execFileSync('sh', ['-ec', withTarballs(atFreePort(lines), packed)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_loglevel: 'error' },
    })

  return {
    origin,
    save: (name, code) => writeFileSync(join(folder, name), atFreePort(code)),
    type,
    start(lines) {
      const [last, ...before] = lines.trim().split('\n').reverse()
      type(before.reverse().join('\n'))
      const timeoutMs = 60_000 // the last line may compile first
      return startProcess('sh', ['-c', atFreePort(last!)], { cwd: folder, origin, timeoutMs }) // there is at least one line
    },
  }
}

/** `npm install` of files in place of names of ours, and of all that these depend on themselves. */
function withTarballs(lines: string, packed: Packed[]): string {
  return lines.replace(/^npm install .*\bfrontdesk\b.*$/gm, (line) => {
    const others = line.split(' ').filter((word) => !packed.some(({ name }) => name === word))
    return [...others, ...packed.map(({ file }) => file)].join(' ')
  })
}
