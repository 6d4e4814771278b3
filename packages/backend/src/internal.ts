/** For the adapters of frameworks; not for apps, and free to change. */
export { acceptedAuth, sessionAuth } from './auth/accepted-auth.js'
export { authMembers } from './auth/auth-object.js'
export { findEmbedded } from './embedded.js'
export { authenticate } from './request/authenticate.js'
export { instanceFor, settingsOf } from './request/instance.js'
export { type RequestState, toRequestState } from './request/public-state.js'
export type { AuthOptions, AuthRequest, Decision } from './request/request-state.js'
export { requestUrl } from './request/request-url.js'
