/** A running app, looked at from outside. */
import { clockOf, skewed } from './api.js'
import { type Finding, isLocalAddress, isPlainHttp } from './check.js'

/** What is wrong with the app at an address, as far as its answers tell. */
export async function diagnoseAddress(address: string, now: () => number = Date.now): Promise<Finding[]> {
  const { origin } = new URL(address)
  const get = (path: string) => fetch(origin + path, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
  let environment: Response
  try {
    environment = await get('/__clerk/v1/environment')
  } catch (error) {
    const cause = ((error as Error).cause as Error | undefined)?.message || (error as Error).message // fetch says there what happened
    return [
      { name: 'app-unreachable', cause: `${origin} can't be reached: ${cause}.`, cure: 'Start the app, or correct the address.' },
    ]
  }

  const findings: Finding[] = []
  const add = (name: string, cause: string, cure: string) => findings.push({ name, cause, cure })
  const skew = skewed(clockOf(environment), now())
  if (skew) findings.push({ name: 'clock-skew', ...skew })
  if (!environment.ok || !(await environment.text()).includes('"auth_config"')) {
    const isPage = environment.ok && environment.headers.get('content-type')?.startsWith('text/html')
    add(
      'frontend-api-missing',
      isPage
        ? `${origin}/__clerk answers with a page, as what answers every path does, and not as the Frontend API.`
        : `${origin}/__clerk does not answer as the Frontend API.`,
      'Mount app.use(frontdesk()) on the app itself, without a path and before all that answers every path, or let the reverse proxy pass /__clerk on.',
    )
  }
  if (isPlainHttp(origin))
    add(
      'plain-http',
      `${origin} is on plain http: passwords and cookies can be read on the way.`,
      'Put a certificate before it, and use https://.',
    )
  if (!isLocalAddress(origin) && (await get('/__frontdesk/inbox')).ok)
    add(
      'development-in-public',
      `${origin}/__frontdesk/inbox shows everybody all codes.`,
      'Set NODE_ENV=production where the app runs, and FRONTDESK_INBOX_OPEN nowhere.',
    )
  return findings
}
