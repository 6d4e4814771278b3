import type { AskedVerification, SignIn, SignUp, SupportedFirstFactor, SupportedSecondFactor, Words } from '@frontdesk/contract'
import type { ComponentChild, ComponentChildren, ComponentType } from 'preact'
import type { Parameters } from '../client/send.js'
import type { FieldErrors } from '../components/form.js'
import type { IconName } from '../components/icon.js'
import type { FrontDesk } from '../front-desk.js'

/** One way to show who one is: a row of the table in `ways.ts`. */
export interface Way {
  /** As the server's factors name it; `oauth_*` stands for a family. */
  strategy: string
  icon: IconName
  /** What it is called in the list of methods. The factor's address is written below it, unless the text holds it. */
  label(words: Words, factor: Factor): string
  /**
   * What is shown where the server offers it: as the first or the second factor of a sign-in, or when a session is verified again. All but
   * the most frequent are fetched when they are needed, by `lazily` with a dynamic import, as the sign-in page does with its last step.
   */
  screen?: ComponentType<WayProps>
  /** Names the screen in the page's address. */
  fragment?: `#${string}`
  /** Leads to a new password; such a way is never shown before it was chosen. */
  isReset?: boolean
  /** Whether this browser can do it. */
  isPossible?(): boolean
  /** Its buttons on the first screen of sign-in or sign-up: one per provider, for example. The server draws them, too. */
  buttons?(page: FrontDesk, words: Words, of: Begin['of']): WayButton[]
  /** Does what a button says, also one in the list of methods for a way without a screen. */
  press?(): Promise<Press>
  /** What goes on without a button while the first screen is shown, such as a browser's own prompt or a ticket in the address. */
  attend?: {
    isDue(page: FrontDesk, address: URL): boolean
    /** Whether it belongs to the form, and rests while somebody who is signed in already chooses an account. */
    needsForm?: boolean
    /** Whether the first screen waits for its end. */
    isAwaited?: boolean
    load(): Promise<Attend>
  }
}

/** What the server offers in one step: the strategy, and what it would be sent to. */
export type Factor = { strategy: string } & Partial<Omit<UnionOf<SupportedFirstFactor | SupportedSecondFactor>, 'strategy'>>

/** All members that any of them has. */
type UnionOf<Union> = {
  [Key in Union extends unknown ? keyof Union : never]: Union extends Record<Key, infer Value> ? Value : never
}

/** One step in which somebody shows who they are. */
export interface WayStep {
  factors: Factor[]
  /** The verification that is under way. */
  verification: AskedVerification | null
  /** What was typed on the first screen. */
  identifier: string | null
}

/** What the screen of a way works with. It knows neither which step it stands in nor whose API is called. */
export interface WayProps {
  strategy: string
  factor: Factor
  /** The verification by this strategy, while it is under way; null before it was prepared. */
  verification: AskedVerification | null
  /** What was typed on the first screen, for password managers. */
  identifier: string | null
  /** Whose factor it is, with a link to start again as somebody else; to be put into the lead. */
  identity: ComponentChildren
  /** What the primary button says: 'Sign in', 'Verify'. */
  action: string
  /** A link to the other methods, if there are any. */
  others: ComponentChildren
  /** The address of the step that resets a forgotten password, if there is one. */
  resetHref: string | undefined
  initialErrors: FieldErrors | undefined
  /** Has the server send what this way answers to. Resolves with its verification, or null if the page went elsewhere. @throws RequestFailure */
  prepare(more?: Parameters): Promise<AskedVerification | null>
  /** Gives the answer; resolves once the next screen is shown. @throws RequestFailure */
  attempt(answer: Parameters): Promise<void>
  /** Asks the server whether the step was finished elsewhere, as by a link. @throws RequestFailure */
  refresh(): Promise<void>
}

/** A button on the first screen. */
export interface WayButton {
  strategy: string
  label: string
  picture: ComponentChild
}

/** Where a button was pressed: in a sign-in or a sign-up. `answer` shows the next screen, or leaves the page if all is done. */
export type Begin = {
  page: FrontDesk
  strategy: string
  /** Where the page leads when all is done. */
  destination: string
} & (
  | { of: 'sign-in'; attempt: SignIn | null; answer(request: Promise<SignIn>): Promise<void> }
  | { of: 'sign-up'; attempt: SignUp | null; answer(request: Promise<SignUp>): Promise<void> }
)

/** @throws RequestFailure, which is shown below the buttons */
export type Press = (begin: Begin) => Promise<unknown>

/** The signal ends it when the first screen goes. @throws RequestFailure, which is shown on the first screen */
export type Attend = (begin: Begin, signal: AbortSignal) => Promise<unknown>

/** For the frame of a page that waits: it isn't seen, so that nobody can press a button of it. */
export const neverBegun = (): never => {
  throw new Error('The page is not ready')
}
