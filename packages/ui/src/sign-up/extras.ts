import type { PageEnvironment } from '@frontdesk/contract'
import type { ComponentType } from 'preact'
import { Captcha } from '../components/captcha.js'
import { LegalConsent } from '../components/legal-consent.js'

/** What the form asks below its fields, such as a consent or a captcha. */
export interface Extra {
  /** The API's parameter, which an input of the component has for its name; it is sent with the fields. */
  name: string
  /** `missing` are the fields that a sign-up lacks which was begun already; null for a new one. */
  isAsked(environment: PageEnvironment, missing: readonly string[] | null): boolean
  component: ComponentType
}

/** In the order in which they stand. One row and a file each. */
export const extras: readonly Extra[] = [
  {
    name: 'legal_accepted',
    isAsked: ({ user_settings }, missing) =>
      missing ? missing.includes('legal_accepted') : user_settings.sign_up.legal_consent_enabled,
    component: LegalConsent,
  },
  // Whoever has begun was asked.
  {
    name: 'captcha_token',
    isAsked: ({ user_settings }, missing) => !missing && user_settings.sign_up.captcha_enabled,
    component: Captcha,
  },
]
