/** How the server and the SDKs read requests: the target, and the headers that proxies add. */
export { canonicalAddress, type Forwarded, forwardedOf, type TrustedProxies } from './requests/forwarded.js'
export { hostPattern, isPlainPath, type RequestTarget, targetOf } from './requests/request-target.js'
