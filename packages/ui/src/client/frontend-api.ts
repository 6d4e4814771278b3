import { frontendOperations } from '@frontdesk/contract/operations'
import type { ActiveSession, ClientResource, EmailAddress, Environment, SignIn, SignUp } from './resources.js'
import { type Connection, type Parameters, send } from './send.js'

/** What an operation resolves to, where a page reads it. */
interface Responses {
  getEnvironment: Environment
  getClient: ClientResource | null
  createSignIn: SignIn
  prepareFirstFactor: SignIn
  attemptFirstFactor: SignIn
  resetPassword: SignIn
  createSignUp: SignUp
  updateSignUp: SignUp
  prepareSignUpVerification: SignUp
  attemptSignUpVerification: SignUp
  listMyActiveSessions: ActiveSession[]
  createMyEmailAddress: EmailAddress
}

type Lines = typeof frontendOperations

/** One method per operation of the contract: `api.signIns.createSignIn({ identifier })`. */
export type FrontendApi = {
  [Group in keyof Lines]: {
    [Name in keyof Lines[Group]]: (parameters?: Parameters) => Promise<Name extends keyof Responses ? Responses[Name] : unknown>
  }
}

/** Builds the browser's Frontend API client from the operation table. */
export function createFrontendApi(connection: Connection): FrontendApi {
  const groups = Object.entries(frontendOperations).map(([group, lines]) => {
    const calls = Object.entries(lines).map(([name, line]) => [
      name,
      (parameters?: Parameters) => send(connection, line, parameters),
    ])
    return [group, Object.fromEntries(calls)]
  })
  return Object.fromEntries(groups)
}
