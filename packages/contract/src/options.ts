/** How the server, the SDKs and the command read what people set, and what they say of a name that none of them knows. */
export { isClerksOwn } from './options/clerks-own.js'
export { nearest } from './options/nearest.js'
export { shown } from './options/shown.js'
export { plainValue, variable } from './options/variable.js'
