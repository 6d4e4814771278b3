/** All that a page knows when it arrives, so that it is drawn without asking for anything. */
import { originOf, type PageData, type PageEnvironment, type PageName, type PageSettings } from '@frontdesk/contract'
import type { Configured, Instance } from '../../../start/instance.js'
import { fromPages, isPagePath, pageFromPages } from '../../../wire/addresses.js'
import { readClientSecret } from '../../../wire/client-cookie.js'
import type { Incoming } from '../../../wire/message.js'
import { safeRedirectOr } from '../../../wire/safe-redirect.js'
import { seemsSignedIn } from '../../../wire/session-cookies.js'
import { walletsOffered } from '../../entering/factors/wallet.js'
import type { Language } from '../../ground/languages/languages.js'
import { environmentOf } from '../../instance/environment/environment.js'
import { placesFor } from '../../instance/environment/places.js'
import { pageWords } from './page-words.js'

export const pageData = (instance: Instance, request: Incoming, page: PageName, { words, lang, dir }: Language): PageData => ({
  settings: { ...settingsOf(instance), captcha: page === 'sign-up' ? captchaOf(instance) : null },
  environment: pageEnvironment(instance, request),
  // Who has never been here is nobody's client. Who has is asked for by the page, since the answer may set cookies.
  ...((page === 'inbox' || readClientSecret(instance, request) === null) && { client: null }),
  seemsSignedIn: seemsSignedIn(instance, request),
  redirectUrl: request.url.searchParams.get('redirect_url'),
  ...returnAddressOf(instance, request),
  words: pageWords(words, { page, settings: instance.settings, hasTicket: request.url.searchParams.has('__clerk_ticket') }),
  lang,
  dir,
})

/** By the configured origins only: by the Host of a request, `http://` of this origin might count, too. */
function returnAddressOf(instance: Instance, request: Incoming): Pick<PageData, 'returnAddress'> {
  const { options, settings } = instance
  const wanted = request.url.searchParams.get('redirect_url') ?? ''
  const isPage = isPagePath(options, wanted.split(/[?#]/, 1)[0]!) // split() never returns an empty list
  const returnAddress = safeRedirectOr(instance, request, isPage ? wanted : fromPages(options, wanted), '/')
  if (returnAddress.startsWith('/')) return {}
  const origin = originOf(new URL(returnAddress))
  const isOfApp = options.ownDomain !== null && origin !== options.ownDomain.origin
  return isOfApp || settings.allowedOrigins.includes(origin) ? { returnAddress } : {}
}

const captchaOf = ({ settings: { captcha } }: Configured): PageSettings['captcha'] => {
  const { siteKey, widgetType, scriptUrl } = captcha
  return siteKey === '' ? null : { siteKey, widgetType, scriptUrl }
}

const settingsOf = ({ options, settings }: Configured): Omit<PageSettings, 'captcha'> => ({
  baseUrl: options.basePath,
  applicationName: settings.branding.applicationName,
  logoUrl: fromPages(options, settings.branding.logoUrl),
  termsUrl: fromPages(options, settings.branding.termsUrl),
  privacyUrl: fromPages(options, settings.branding.privacyUrl),
  signInUrl: pageFromPages(options, 'signIn'),
  signUpUrl: pageFromPages(options, 'signUp'),
  userProfileUrl: pageFromPages(options, 'user'),
  waitlistUrl: pageFromPages(options, 'waitlist'),
  afterSignInUrl: fromPages(options, options.afterSignInUrl),
  afterSignUpUrl: fromPages(options, options.afterSignUpUrl),
  afterSignOutUrl: fromPages(options, options.afterSignOutUrl),
  environment: options.environment,
  socialButtons: settings.branding.socialButtons,
  linksWork: settings.emailLink.requireSameClient ? 'here' : 'anywhere',
  wallets: walletsOffered(settings),
  signUpFromSignIn: settings.signUp.fromSignIn,
})

/** A tenth of the environment: the rest is for Clerk's front ends. */
function pageEnvironment(server: Configured, request: Incoming): PageEnvironment {
  const { auth_config, user_settings } = environmentOf(server, placesFor(server, request))
  const attributes = Object.entries(user_settings.attributes).filter(([, { enabled }]) => enabled)
  return {
    auth_config: { single_session_mode: auth_config.single_session_mode },
    user_settings: {
      attributes: Object.fromEntries(
        attributes.map(([name, { enabled, required, used_for_second_factor }]) => [
          name,
          { enabled, required, used_for_second_factor },
        ]),
      ),
      passkey_settings: {
        allow_autofill: user_settings.passkey_settings.allow_autofill,
        show_sign_in_button: user_settings.passkey_settings.show_sign_in_button,
      },
      password_settings: {
        min_length: user_settings.password_settings.min_length,
        min_zxcvbn_strength: user_settings.password_settings.min_zxcvbn_strength,
      },
      sign_up: {
        mode: user_settings.sign_up.mode,
        legal_consent_enabled: user_settings.sign_up.legal_consent_enabled,
        captcha_enabled: user_settings.sign_up.captcha_enabled,
      },
      social: Object.fromEntries(
        Object.entries(user_settings.social).map(([key, { strategy, name, logo_url, authenticatable }]) => [
          key,
          { strategy, name, logo_url, authenticatable },
        ]),
      ),
    },
  }
}
