import type { Kysely } from 'kysely'
import type { Log } from '../start/frontdesk-options.js'
import type { Engine } from './open.js'
import type { Tables } from './tables.js'

export interface Migration {
  name: string
  /** What it says in the log is said once, when it is applied. */
  up(db: Kysely<Tables>, engine: Engine, log: Log): Promise<void>
}
