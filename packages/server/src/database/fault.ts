/** What keeps a database from being opened, and the cure: the start and the commands print both, the doctor finds it by its name. */
export class DatabaseFault extends Error {
  constructor(
    readonly finding: 'database-of-another-version' | 'database-without-log' | 'sqlite-driver-missing',
    readonly what: string,
    readonly cure: string,
    options?: ErrorOptions,
  ) {
    super(`${what} ${cure}`, options)
    this.name = 'DatabaseFault'
  }
}
