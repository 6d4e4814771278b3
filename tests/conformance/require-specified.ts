import { faultsOfAnswer, faultsOfEvent } from './faults.js'

/** Lets an answer through if Clerk's specification has it so, or has nothing to say of it. */
export async function requireSpecified(basePath: string, request: Request, response: Response): Promise<void> {
  if (request.method === 'HEAD' || response.headers.get('content-type') !== 'application/json') return
  const { pathname, searchParams } = new URL(request.url)
  const path = pathname.slice(basePath.length).replace(/\/$/, '')
  const method = searchParams.get('_method') ?? request.method
  const body = JSON.parse(await response.clone().text())
  // Clerk's own client asks for lists with their total; the specification has the list only.
  const told = searchParams.get('paginated') === 'true' && body.data ? body.data : body
  const faults = path.startsWith('/api/v1/')
    ? faultsOfAnswer('backend-api', `${method} ${path.slice('/api/v1'.length)}`, response.status, told)
    : faultsOfAnswer('frontend-api', `${method} ${path}`, response.status, body)
  faults.push(...partialAddresses(body))
  if (faults.length > 0)
    throw new Error(`${method} ${path} answered ${response.status} otherwise than Clerk's specification:\n${faults.join('\n')}`)
}

/** The same for what an event carries. */
export function requireSpecifiedEvent({ type, data }: { type: string; data: unknown }): void {
  const faults = [...faultsOfEvent(type, data), ...partialAddresses(data)]
  if (faults.length > 0) throw new Error(`${type} is told otherwise than Clerk's specification:\n${faults.join('\n')}`)
}

/** Pictures whose address is not a whole one, at any depth: apps show them in pages of any origin. */
function partialAddresses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    /^(profile_)?image_url$/.test(name) && typeof inner === 'string' && !/^https?:\/\/[^/]/.test(inner)
      ? [`${name} is no whole address: ${JSON.stringify(inner)}`]
      : partialAddresses(inner),
  )
}
