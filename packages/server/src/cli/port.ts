import { variable } from '@frontdesk/contract/options'

/** The port that was asked for: `--port`, else PORT, else 3000. @throws if it is not a port */
export function readPort(given: string | boolean | undefined): number {
  const text = String(given ?? variable('PORT') ?? '3000').trim()
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Error(
    `${given === undefined ? 'PORT' : '--port'} must be a number from 0 to 65535, such as 3000, not ${text || 'empty'}.`,
  )
}
