import type { Caller } from '../wire/route.js'

/** For public facts: no cookie is read, none is set. */
export const anyone: Caller = { name: 'anyone', isTrusted: false, find: async () => ({}) }
