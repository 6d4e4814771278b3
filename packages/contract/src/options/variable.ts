/**
 * A value out of the environment as whoever wrote it meant it. Files end lines with `\r\n`, secret managers add a line break, and
 * `docker run --env-file` keeps the quotes that dotenv takes off.
 */

/** The variable's value without blanks and quotes around it; undefined where nothing is left. */
export const variable = (name: string, env: Record<string, string | undefined> = process.env): string | undefined =>
  plainValue(env[name])

const quoted = /^(["'`])(.*)\1$/s

/** The same for a value that is at hand. */
export function plainValue(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? ''
  const inside = quoted.exec(trimmed)?.[2] ?? trimmed
  return inside.trim() || undefined
}
