/** What the server passes to its own pages. */
import type { Client } from './resources/client.js'
import type { Environment } from './resources/environment.js'
import type { Words } from './words/words.js'

export type PageName = 'sign-in' | 'sign-up' | 'user' | 'waitlist' | 'email-link' | 'not-me' | 'inbox'

/** All that a page knows from the start: one data block in its HTML, in one place, so that nothing is fetched before it is drawn. */
export interface PageData {
  settings: PageSettings
  environment: PageEnvironment
  /** Null where the browser is new to the server; undefined where the page has to ask who is signed in. */
  client?: Client | null
  /** Whether the browser's cookies say that somebody is signed in; it decides only what stands there until the client is known. */
  seemsSignedIn: boolean
  /** `redirect_url` of the page's address as it stands there, unchecked. */
  redirectUrl: string | null
  /** The same, where it leads to the app or an allowed front end on another origin; of its own origin the page judges by itself. */
  returnAddress?: string
  /** The texts in the page's language, without the sections of other pages. */
  words: Partial<Words>
  /** The page's language as a BCP 47 tag, and the direction in which it is written. */
  lang: string
  dir: 'ltr' | 'rtl'
}

/** The drawing of a page, which the pages' build exports to the server. */
export interface PageDrawing {
  /** HTML of what the page shows first; its script goes on with the same elements. */
  first: string
  /** HTML of what it shows where scripts don't run. */
  withoutScript: string
}

/** What pages read of the environment. */
export interface PageEnvironment {
  auth_config: Pick<Environment['auth_config'], 'single_session_mode'>
  user_settings: {
    attributes: Record<
      string,
      Pick<Environment['user_settings']['attributes'][string], 'enabled' | 'required' | 'used_for_second_factor'>
    >
    passkey_settings: Pick<Environment['user_settings']['passkey_settings'], 'allow_autofill' | 'show_sign_in_button'>
    password_settings: Pick<Environment['user_settings']['password_settings'], 'min_length' | 'min_zxcvbn_strength'>
    sign_up: Pick<Environment['user_settings']['sign_up'], 'mode' | 'legal_consent_enabled' | 'captcha_enabled'>
    /** The providers that are on, by their strategies, in order. */
    social: Record<string, PageProvider>
  }
}

export interface PageProvider {
  strategy: string
  name: string
  logo_url: string | null
  authenticatable: boolean
}

export interface PageSettings {
  /** Where the Frontend API is mounted, such as `/__clerk`. */
  baseUrl: string
  applicationName: string
  /** Of the branding: empty where there is none. */
  logoUrl: string
  termsUrl: string
  privacyUrl: string
  signInUrl: string
  signUpUrl: string
  userProfileUrl: string
  waitlistUrl: string
  afterSignInUrl: string
  afterSignUpUrl: string
  afterSignOutUrl: string
  environment: 'development' | 'production'
  /** Where the buttons of the first screen stand. */
  socialButtons: 'first' | 'last'
  /** Whether a link that was mailed works in the browser that asked for it, or on any device. */
  linksWork: 'here' | 'anywhere'
  /** The kinds of wallets that people sign in with, in order. */
  wallets: Array<{ strategy: string; name: string }>
  /** Whether an unknown identifier leads to the sign-up page. */
  signUpFromSignIn: boolean
  /** What asks whether there is a person, on the page for new accounts; null where nobody is asked. */
  captcha: { siteKey: string; widgetType: 'smart' | 'invisible'; scriptUrl: string } | null
}

/** A message in the development inbox. */
export interface InboxMessage {
  id: string
  channel: 'mail' | 'text'
  to: string
  subject: string
  text: string
  html: string
  code: string | null
  created_at: number
}
