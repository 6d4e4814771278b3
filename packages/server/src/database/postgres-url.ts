/** What a `postgres://` URL says to us, and what is left of it for the driver. */
export interface PostgresUrl {
  connectionString: string
  /** The instance's own: `?schema=`, or `frontdesk`. */
  schema: string
  /** Whether statements are planned once and kept by name: `?statements=`. Undefined: wherever connections are our own. */
  statements: 'named' | 'unnamed' | undefined
}

/** @throws with what is wrong, in words that hold no password */
export function readPostgresUrl(url: string): PostgresUrl {
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
  return { schema, statements, connectionString: parsed.href }
}
