/** Every resource of the Backend API as it is on the wire, under the names that Clerk's SDK has for them. */
export type * from './billing.js'
export type * from './connections.js'
export type * from './instance.js'
export type * from './machines.js'
export type * from './organizations.js'
export type * from './sessions.js'
export type * from './shared.js'
export type * from './users.js'
