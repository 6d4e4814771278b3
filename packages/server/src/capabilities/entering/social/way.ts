import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { Incoming } from '../../../wire/message.js'
import { type SafeRedirect, safeRedirect } from '../../../wire/safe-redirect.js'

/** What a form says of the way to a provider and back. */
export interface WayParams {
  redirect_url?: string | null
  action_complete_redirect_url?: string | null
  oidc_prompt?: string | null
  oidc_login_hint?: string | null
  additional_scope?: string | null
}

export interface Way {
  /** Where the browser goes on. */
  redirectUrl: SafeRedirect
  /** Where it goes once nothing more is to be done. */
  completeUrl: SafeRedirect
  prompt: string | null
  loginHint: string | null
  scopes: string[]
}

/** @throws `form_param_missing`, `invalid_url` for places where browsers are not sent */
export function wayOf(instance: Instance, request: Incoming, params: WayParams): Way {
  const { redirect_url, action_complete_redirect_url, oidc_prompt, oidc_login_hint, additional_scope } = params
  if (!redirect_url) throw errors.formParamMissing('redirect_url')
  return {
    redirectUrl: safeRedirect(instance, request, redirect_url),
    completeUrl: safeRedirect(instance, request, action_complete_redirect_url || redirect_url),
    prompt: oidc_prompt || null,
    loginHint: oidc_login_hint || null,
    scopes: additional_scope?.split(/[\s,]+/).filter((scope) => scope !== '') ?? [],
  }
}

/** Whether a form names a provider. */
export const isProviderStrategy = (strategy: string | null | undefined): strategy is `oauth_${string}` =>
  strategy?.startsWith('oauth_') === true && !strategy.startsWith('oauth_token_')
