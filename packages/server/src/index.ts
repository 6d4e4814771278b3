import type { Frontdesk } from './frontdesk.js'
import { createFrontdesk as createOwn } from './server.js'
import type { FrontdeskOptions } from './start/frontdesk-options.js'

export { Refusal, type RefusalField } from './capabilities/ground/hooks/refusal.js'
export type { Frontdesk } from './frontdesk.js'
export type { FrontdeskOptions, LogLine } from './start/frontdesk-options.js'
export type * from './start/hook-types.js'

/**
 * The auth server, for `node:http` or as a Web-standard fetch handler.
 *
 * @example
 * const frontdesk = createFrontdesk({ databaseUrl: 'sqlite:users.db' })
 * const response = await frontdesk.fetch(new Request('http://localhost/__clerk/v1/environment'))
 * await frontdesk.close()
 */
export const createFrontdesk: (options?: FrontdeskOptions) => Frontdesk = createOwn
