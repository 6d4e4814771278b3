import { errors } from '@frontdesk/contract'

const overrides = new Set(['PATCH', 'PUT', 'DELETE'])

/** Clerk's browser clients send other methods as `POST …?_method=PATCH`, which keeps the call free of a CORS preflight. */
export function effectiveMethod(request: Request, url: URL): string {
  const override = url.searchParams.get('_method')
  if (override === null) return request.method
  if (request.method !== 'POST' || !overrides.has(override)) throw errors.methodOverrideInvalid()
  return override
}
