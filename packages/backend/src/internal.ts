/** For the adapters of frameworks; not for apps, and free to change. */
export { authMembers } from './auth/auth-object.js'
export { findEmbedded } from './embedded.js'
export { instanceFor, settingsOf } from './request/instance.js'
export { type RequestState, toRequestState } from './request/public-state.js'
export { type AuthOptions, type AuthRequest, authenticate, type Decision } from './request/request-state.js'
export { requestUrl } from './request/request-url.js'
