import { errors } from '@frontdesk/contract'

/**
 * Clerk's SDKs for native apps keep the client in `Authorization` instead of a cookie, and flag each call with `_is_native`. They are
 * refused by that flag, since every other refusal would look like a mistake in what they sent. Takes one value or a list of them.
 * @throws `native_api_disabled`
 */
export function refuseNativeApp(flag: unknown): void {
  if ([flag].flat().some((value) => /^(1|true)$/i.test(String(value)))) throw errors.nativeApiDisabled()
}
