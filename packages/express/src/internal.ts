/** For SDKs that are built on this one. Not a public API: may change at any time. */
export {
  guardedBy,
  type NodeSdkAuth,
  type NodeSdkClient,
  type NodeSdkMiddleware,
  type NodeSdkOptions,
  type NodeSdkSignedIn,
  requireAuthObject,
  withAuthObject,
} from './node-sdk.js'
