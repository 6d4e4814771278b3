import type { PageEnvironment } from '@frontdesk/contract'
import type { ComponentType } from 'preact'

/** What the form asks below its fields, such as a consent or a captcha. */
export interface Extra {
  /** The API's parameter, which an input of the component has for its name; it is sent with the fields. */
  name: string
  /** `missing` are the fields that a sign-up lacks which was begun already; null for a new one. */
  isAsked(environment: PageEnvironment, missing: readonly string[] | null): boolean
  component: ComponentType
}

/** In the order in which they stand. One row and a file each. */
export const extras: readonly Extra[] = []
