export interface PostgresSettings {
  port: number
  initdbFlags?: string[]
  flags?: string[]
  /** The folder with PostgreSQL's `bin`, `lib` and `share`, where it is not the installed one. */
  binaries?: string
  /** Where its files go while it runs. */
  scratch?: string
}

export function runPostgres(settings: PostgresSettings): Promise<{ stop(): Promise<void> }>
