/** How the server and the SDKs read requests: the target, the headers that proxies add, and what a middleware leaves of a body. */
export { bodyLeft } from './requests/body-left.js'
export { canonicalAddress, type Forwarded, forwardedOf, isLoopbackAddress, type TrustedProxies } from './requests/forwarded.js'
export { hostPattern, isPlainPath, type RequestTarget, targetOf } from './requests/request-target.js'
