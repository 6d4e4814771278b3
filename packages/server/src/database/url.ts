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

/** @throws with the variable's name and what it must be, in words that hold no password */
export function readDatabaseUrl(url: string): DatabaseUrl {
  try {
    return parseDatabaseUrl(url)
  } catch (error) {
    throw new Error(`FRONTDESK_DATABASE_URL ${(error as Error).message}`) // it throws nothing else
  }
}

/** @throws with what it must be, as the end of a sentence that holds no password */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', path: readPath(url.slice('sqlite:'.length)) }
  if (/^postgres(ql)?:\/\//.test(url)) return readPostgresUrl(url)
  const scheme = /^[a-z0-9+]+:/i.exec(url)?.[0]
  throw new Error(`must be sqlite:<path> or postgres://…, such as sqlite:data/users.db${scheme ? `, not ${scheme}…` : ''}`)
}

function readPath(path: string): string {
  // SQLite would take an empty path as a database that is gone at the end, and the URL's host as a folder of the root.
  if (/^(?!\/\/[^/])./.test(path)) return path
  throw new Error('must have a path behind sqlite:, such as sqlite:data/users.db')
}

function readPostgresUrl(url: string): PostgresUrl {
  if (!URL.canParse(url))
    // the parser's own error shows the password
    throw new Error(
      'must be a URL such as postgres://user:password@localhost/app; in its password, characters like / # ? @ are percent-encoded',
    )
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'frontdesk'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new Error(`must have a plain lower-case name for its schema, such as ?schema=my_app, not ${schema}`)
  const statements = parsed.searchParams.get('statements') ?? undefined
  if (statements !== undefined && statements !== 'named' && statements !== 'unnamed')
    throw new Error(`must say statements=named or statements=unnamed, not ${statements}`)
  parsed.searchParams.delete('schema')
  parsed.searchParams.delete('statements')
  return { engine: 'postgres', schema, statements, connectionString: parsed.href }
}
