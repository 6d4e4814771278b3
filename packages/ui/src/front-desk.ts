import type { Client, PageEnvironment, PageSettings, Session, User } from '@frontdesk/contract'
import { type ComponentType, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { FrontendApi } from './client/frontend-api.js'

/** An active session with its user. */
export type Account = Session & { user: User }

/** What every screen can use: the page's settings and the server's latest state. */
export interface FrontDesk {
  settings: PageSettings
  api: FrontendApi
  environment: PageEnvironment
  /** This browser's active sessions, one per account. */
  sessions: Account[]
  activeSession: Account | undefined
  client: Client | null
  /** Whether the page does not know yet who is signed in. */
  isWaiting: boolean
  /** Whether the server has drawn the page's first screen, with which the script then begins. */
  isDrawn: boolean
  /** Whether somebody is probably signed in, while the page waits. */
  seemsSignedIn: boolean
  /** `redirect_url` of the page's address as it stands there, unchecked. */
  redirectUrl: string | null
  /** The same, where the server found that it leads to the app or an allowed front end on another origin. */
  returnAddress: string | undefined
  /** Asks the server again who is signed in. */
  reload(): Promise<void>
}

export const FrontDeskContext = createContext<FrontDesk | null>(null)

export function useFrontDesk(): FrontDesk {
  return useContext(FrontDeskContext)! // every screen is mounted below Provider
}

export interface PageComponents {
  Page: ComponentType
  /** Takes the page's place until the client is known. */
  Frame: ComponentType
}
