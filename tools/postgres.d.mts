export interface PostgresSettings {
  port: number
  initdbFlags?: string[]
  flags?: string[]
  /** The folder with PostgreSQL's `bin`, `lib` and `share`, where it is not the installed one. */
  binaries?: string
  /** Where its files go while it runs. */
  scratch?: string
}

export interface RunningPostgres {
  /** Ends the server, as an operator does, and keeps its data. */
  halt(): Promise<void>
  /** Starts it again after `halt()`. */
  launch(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

export function runPostgres(settings: PostgresSettings): Promise<RunningPostgres>
