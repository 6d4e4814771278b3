import { errors } from '@frontdesk/contract'
import type { Incoming } from '../wire/message.js'

const overrides = new Set(['PATCH', 'PUT', 'DELETE'])

/** Clerk's browser clients send other methods as `POST …?_method=PATCH`, which keeps the call free of a CORS preflight. */
export function effectiveMethod({ method, url }: Incoming): string {
  const override = url.searchParams.get('_method')
  if (override === null) return method
  if (method !== 'POST' || !overrides.has(override)) throw errors.methodOverrideInvalid()
  return override
}
