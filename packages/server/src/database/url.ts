/** What a database URL names: `sqlite:<path>`, or `postgres://…` with the schema of the instance. */
export type DatabaseUrl = { engine: 'sqlite'; path: string } | PostgresUrl

export interface PostgresUrl {
  engine: 'postgres'
  /** What is left for the driver. */
  connectionString: string
  /** The instance's own: `?schema=`, or `frontdesk`. */
  schema: string
  /** Whether statements are planned once and kept by name: `?statements=`. Undefined: wherever connections are our own. */
  statements: 'named' | 'unnamed' | undefined
}

/** @throws with what is wrong, in words that hold no password */
export function readDatabaseUrl(url: string): DatabaseUrl {
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', path: readPath(url.slice('sqlite:'.length)) }
  if (/^postgres(ql)?:\/\//.test(url)) return readPostgresUrl(url)
  const scheme = /^[a-z0-9+]+:/i.exec(url)?.[0]
  throw new Error(`FRONTDESK_DATABASE_URL must be sqlite:<path> or postgres://…${scheme ? `, not ${scheme}…` : ''}`)
}

function readPath(path: string): string {
  // SQLite would take an empty path as a database that is gone at the end, and the URL's host as a folder of the root.
  if (/^(?!\/\/[^/])./.test(path)) return path
  throw new Error('FRONTDESK_DATABASE_URL: sqlite: is followed by a path, as in sqlite:data/users.db')
}

function readPostgresUrl(url: string): PostgresUrl {
  if (!URL.canParse(url))
    // the parser's own error shows the password
    throw new Error(
      'FRONTDESK_DATABASE_URL is not a valid URL; in its password, characters such as / # ? @ must be percent-encoded',
    )
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'frontdesk'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new Error(`FRONTDESK_DATABASE_URL: schema=${schema} must be a plain lower-case name`)
  const statements = parsed.searchParams.get('statements') ?? undefined
  if (statements !== undefined && statements !== 'named' && statements !== 'unnamed')
    throw new Error(`FRONTDESK_DATABASE_URL: statements=${statements} must be named or unnamed`)
  parsed.searchParams.delete('schema')
  parsed.searchParams.delete('statements')
  return { engine: 'postgres', schema, statements, connectionString: parsed.href }
}
