import { type ErrorLine, RequestFailure, serverFault, tooManyRequests, unreachable } from '../client/failure.js'

/** Ends every session of the account that the mail was about. @throws RequestFailure */
export async function secureAccount(baseUrl: string, token: string): Promise<void> {
  const response = await fetch(`${baseUrl}/not-me`, { method: 'POST', body: token }).catch(() => {
    throw unreachable()
  })
  if (response.ok) return
  if (response.status === 429) throw tooManyRequests(response.headers.get('Retry-After'))
  const { errors }: { errors?: ErrorLine[] } = await response.json().catch(() => ({}))
  throw errors?.length ? new RequestFailure(response.status, errors) : serverFault(response.status)
}
