/** What reads the export of one service. `readers.ts` lists them. */
import type { ImportedPerson } from '@frontdesk/contract'
import type { ImportFile } from './import-file.js'
import type { Scratch } from './scratch.js'

export interface Reader {
  /** As `--from` takes it. */
  name: string
  /** The files that it takes, for people: `the dashboard's CSV, the API's JSON, or both`. */
  takes: string
  /** Whether a file is one of its own, by its first 64 KB. Every file must be; the first reader in the list that knows all of them is taken. */
  recognises(file: ImportFile): boolean
  /** Flags of its own, such as `firebase-rounds`, with what each takes, for people. */
  flags?: Record<string, string>
  /** Reads the files, in the same order each time: a run that was interrupted goes on behind what it has. @throws for files that it can't read */
  read(files: ImportFile[], tools: ReaderTools): AsyncIterable<Entry>
}

export interface ReaderTools {
  /** For what one file says of people in another one. */
  scratch: Scratch
  /** `--map email=Email,first_name=Given`: our field → the file's column, in the order in which they are given. */
  map: ReadonlyMap<string, string>
  /** Those of its own flags that were given. */
  flags: Readonly<Record<string, string | undefined>>
}

/** One person of a file, or why there is none. */
export type Entry = Found | { place: string; refused: string }

export interface Found {
  /** `users.csv:12`. */
  place: string
  person: ImportedPerson
}
