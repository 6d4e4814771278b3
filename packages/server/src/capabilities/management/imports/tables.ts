import type { Flag } from '../../../database/columns.js'

export interface ImportRunsTable {
  id: string
  /** The reader's name. */
  source: string
  /** Names of the files, as JSON. */
  files: string
  /** Of what is in the files and how it is read: the same again goes on with a run that ended before its time. */
  fingerprint: string
  status: 'running' | 'finished' | 'undone'
  /** How many entries of the files are done with. */
  position: number
  /** A Tally, as JSON. */
  tally: string
  /** Whether events tell of these people. */
  tells: Flag
  created_at: number
  updated_at: number
}

/** Which run brought a user, and the time of the user's last change as it was then. */
export interface ImportedPeopleTable {
  user_id: string
  run_id: string
  updated_at: number
  created_at: number
}

export interface ImportRefusalsTable {
  run_id: string
  /** Of the entry in the run. */
  position: number
  place: string
  /** The id, address or name in the file. */
  who: string
  reason: string
}
