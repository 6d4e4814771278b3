/** All that a page knows when it arrives, so that it is drawn without asking for anything. */
import { originOf, type PageData, type PageEnvironment, type PageName, type PageSettings } from '@frontdesk/contract'
import type { Configured, Instance } from '../../../start/instance.js'
import { readClientSecret } from '../../../wire/client-cookie.js'
import type { Incoming } from '../../../wire/message.js'
import { safeRedirectOr } from '../../../wire/safe-redirect.js'
import { seemsSignedIn } from '../../../wire/session-cookies.js'
import type { Language } from '../../ground/languages/languages.js'
import { environmentOf } from '../../instance/environment/environment.js'
import { placesFor } from '../../instance/environment/places.js'
import { pageWords } from './page-words.js'

export const pageData = (instance: Instance, request: Incoming, page: PageName, { words, lang, dir }: Language): PageData => ({
  settings: settingsOf(instance),
  environment: pageEnvironment(instance, request),
  // Who has never been here is nobody's client. Who has is asked for by the page, since the answer may set cookies.
  ...((page === 'inbox' || readClientSecret(instance, request) === null) && { client: null }),
  seemsSignedIn: seemsSignedIn(instance, request),
  redirectUrl: request.url.searchParams.get('redirect_url'),
  ...returnAddressOf(instance, request),
  words: pageWords(words, page, instance.settings.branding.applicationName),
  lang,
  dir,
})

/** By the configured origins only: by the Host of a request, `http://` of this origin might count, too. */
function returnAddressOf(instance: Instance, request: Incoming): Pick<PageData, 'returnAddress'> {
  const returnAddress = safeRedirectOr(instance, request, request.url.searchParams.get('redirect_url'), '/')
  const isElsewhere =
    !returnAddress.startsWith('/') && instance.settings.allowedOrigins.includes(originOf(new URL(returnAddress)))
  return isElsewhere ? { returnAddress } : {}
}

const settingsOf = ({ options, settings }: Configured): PageSettings => ({
  baseUrl: options.basePath,
  applicationName: settings.branding.applicationName,
  logoUrl: settings.branding.logoUrl,
  termsUrl: settings.branding.termsUrl,
  privacyUrl: settings.branding.privacyUrl,
  signInUrl: options.pages.signIn,
  signUpUrl: options.pages.signUp,
  userProfileUrl: options.pages.user,
  afterSignInUrl: options.afterSignInUrl,
  afterSignUpUrl: options.afterSignUpUrl,
  afterSignOutUrl: options.afterSignOutUrl,
  environment: options.environment,
})

/** A tenth of the environment: the rest is for Clerk's front ends. */
function pageEnvironment(server: Configured, request: Incoming): PageEnvironment {
  const { auth_config, user_settings } = environmentOf(server, placesFor(server, request))
  const attributes = Object.entries(user_settings.attributes).filter(([, { enabled }]) => enabled)
  return {
    auth_config: { single_session_mode: auth_config.single_session_mode },
    user_settings: {
      attributes: Object.fromEntries(attributes.map(([name, { enabled, required }]) => [name, { enabled, required }])),
      password_settings: { min_length: user_settings.password_settings.min_length },
      sign_up: { mode: user_settings.sign_up.mode },
    },
  }
}
