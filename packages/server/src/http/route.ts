/**
 * A route is a value: an operation of the contract, who may call it, and what it does. What arrives in `handle` is parsed, what it
 * returns is typed by the operation; the edges (`frontend-edge.ts`, `backend-edge.ts`) do the rest.
 */
import type { Method, Operation, PathParameter } from '@frontdesk/contract'
import type * as z from 'zod'
import type { SessionRow } from '../capabilities/sessions/sessions.js'
import type { UserRow } from '../capabilities/users/users.js'
import type { Instance } from '../instance.js'
import type { Browser } from './browser.js'
import type { Incoming, Reply } from './message.js'

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type Shape<Op extends Operation, Name extends string> =
  Op['shapes'] extends Record<Name, infer Schema> ? Parsed<Schema> : undefined

export interface Call<Op extends Operation> {
  instance: Instance
  request: Incoming
  params: Record<PathParameter<Op['path']>, string>
  query: Shape<Op, 'query'>
  body: Shape<Op, 'body'>
}

/** A call of the Frontend API, with the browser it came from. */
export interface BrowserCall<Op extends Operation> extends Call<Op> {
  browser: Browser
}

/** A call made by the user of an active session of this browser. */
export interface SignedInCall<Op extends Operation> extends BrowserCall<Op> {
  session: SessionRow
  user: UserRow
}

/** A call whose browser is not looked up: the handler has the cookie's value and asks what it needs in one query of its own. */
export interface ClientSecretCall<Op extends Operation> extends Call<Op> {
  clientSecret: string | null
  origin: string | null
  address: string
  userAgent: string
}

export type Answer<Op extends Operation> = Promise<z.input<Op['shapes']['response']>>

/** Who may call a route; there is no default. */
export type Caller = 'anyone' | 'browser' | 'signed_in' | 'client_secret' | 'secret_key'

/** A route as the edges hold it; the handler's own call type was checked where the route was defined. */
export interface Route {
  operation: Operation
  caller: Caller
  handle(call: never): Promise<unknown>
}

/** For any page, whether or not this browser has a client yet. */
export const browserRoute = <Op extends Operation>(operation: Op, handle: (call: BrowserCall<Op>) => Answer<Op>): Route => ({
  operation,
  caller: 'browser',
  handle,
})

/** For the user of an active session; everybody else gets 401. */
export const signedInRoute = <Op extends Operation>(operation: Op, handle: (call: SignedInCall<Op>) => Answer<Op>): Route => ({
  operation,
  caller: 'signed_in',
  handle,
})

/** For the call that every open page makes each minute. */
export const clientSecretRoute = <Op extends Operation>(
  operation: Op,
  handle: (call: ClientSecretCall<Op>) => Answer<Op>,
): Route => ({ operation, caller: 'client_secret', handle })

/** Public facts: no cookie is read, none is set. */
export const publicRoute = <Op extends Operation>(operation: Op, handle: (call: Call<Op>) => Answer<Op>): Route => ({
  operation,
  caller: 'anyone',
  handle,
})

/** For servers that hold the secret key. */
export const secretKeyRoute = <Op extends Operation>(operation: Op, handle: (call: Call<Op>) => Answer<Op>): Route => ({
  operation,
  caller: 'secret_key',
  handle,
})

/** What is neither API: pages, redirects, files. It answers with a reply of its own and is open to anyone. */
export interface DocumentRoute {
  method: Method
  path: string
  caller: 'anyone'
  handle(call: { instance: Instance; request: Incoming; params: Record<string, string> }): Promise<Reply>
}

export const documentRoute = (method: DocumentRoute['method'], path: string, handle: DocumentRoute['handle']): DocumentRoute => ({
  method,
  path,
  caller: 'anyone',
  handle,
})
