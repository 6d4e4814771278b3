/** How requests are read, in one way by the server and the SDKs: where they go, and what proxies before us say of them. */
export { canonicalAddress, type Forwarded, forwardedOf, type Trust } from './requests/forwarded.js'
export { hostPattern, isPlainPath, type RequestTarget, targetOf } from './requests/target.js'
