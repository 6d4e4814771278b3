/**
 * A route says on one page which operation of the contract it answers, who may call, what a call counts, and what it does. What arrives
 * in `handle` is parsed, what it returns is typed by the operation.
 */
import type { Method, Operation, PathParameter } from '@frontdesk/contract'
import type * as z from 'zod'
import type { Instance } from '../start/instance.js'
import { because, type Cause } from './cause.js'
import { type Incoming, jsonReply, type Reply } from './message.js'
import { type Parsed, parseBody, parseQuery } from './parse.js'
import type { Counted } from './rate-limit.js'
import { addressOf } from './request-context.js'

/** A request that has found its route, before anybody asks who sent it. */
export interface Arrival {
  instance: Instance
  request: Incoming
  params: Record<string, string>
}

export interface Call<Op extends Operation> {
  instance: Instance
  request: Incoming
  params: Record<PathParameter<Op['path']>, string>
  query: Parsed<Op, 'query'>
  body: Parsed<Op, 'body'>
}

export type Answer<Op extends Operation> = Promise<z.input<Op['shapes']['response']>>

/** Who may call. `Found` is what handlers get to know of them; `Kind` is what their calls may count for somebody in particular. */
export interface Caller<Found extends object = object, Kind extends Counted = never> {
  name: string
  /** Whether they may write without being counted. */
  isTrusted: boolean
  /** Refuses everybody else. @throws 400, 401, 403 or 404 */
  find(arrival: Arrival, operation: Operation): Promise<Found>
  /** What events remember of them. */
  cause?(found: Found): Partial<Cause>
  /** For whom each kind is counted; null for nobody. */
  subjects?(found: Found): Record<Kind, string | null>
  /** Makes an answer of the response, where more goes out than that. */
  reply?(arrival: Arrival, operation: Operation, found: Found, response: unknown): Promise<Reply>
}

/** Counted by the network address: `call` before anything else is done, the others once the body is parsed. */
type ByAddress = 'call' | 'handshake' | 'attempt' | 'message'

/** What only some calls count, or what is counted for somebody else. */
export interface CountedFor<C> {
  kind: Counted
  /** Which calls, or for whom. */
  words: string
  subject(call: C): string | null
}

/** An operation that is answered, as the dispatcher and the page of operations see it. */
export interface Route {
  operation: Operation
  caller: Pick<Caller, 'name' | 'isTrusted'>
  counts: ReadonlyArray<Counted | Pick<CountedFor<never>, 'kind' | 'words'>>
  answer(arrival: Arrival): Promise<Reply>
}

interface Rules<Found extends object, Kind extends Counted, C> {
  caller: Caller<Found, Kind>
  counts: ReadonlyArray<ByAddress | NoInfer<Kind> | CountedFor<C>>
}

export function route<Op extends Operation, Found extends object, Kind extends Counted = never>(
  operation: Op,
  { caller, counts }: Rules<Found, Kind, Call<Op> & Found>,
  handle: (call: Call<Op> & Found) => Answer<Op>,
): Route {
  const kinds = counts.filter((counted) => typeof counted === 'string')
  const particular = counts.filter((counted) => typeof counted === 'object')
  return {
    operation,
    caller,
    counts,
    async answer(arrival) {
      const { request, params } = arrival
      const { rateLimiter, isTestSuite } = arrival.instance
      const address = addressOf(arrival.instance, request)
      const count = (kind: Counted, subject: string | null | undefined) => {
        if (typeof subject === 'string' && !isTestSuite) rateLimiter.count(kind, subject)
      }
      const countAll = (subjects: Partial<Record<Counted, string | null>>) => {
        for (const kind of kinds) count(kind, subjects[kind])
      }

      countAll({ call: address })
      const found = await caller.find(arrival, operation)
      const instance = because(arrival.instance, caller.cause?.(found) ?? {})
      if (caller.subjects) countAll(caller.subjects(found))
      const query = parseQuery(operation, request.url)
      const body = await parseBody(operation, request)
      const call: Call<Op> & Found = { ...found, instance, request, params, query, body }
      countAll({ handshake: address, attempt: address, message: address })
      for (const { kind, subject } of particular) count(kind, subject(call))

      const response = await handle(call)
      return caller.reply ? caller.reply(arrival, operation, found, response) : jsonReply(response, etagOf(operation, response))
    },
  }
}

const etagOf = ({ shapes }: Operation, response: unknown): Record<string, string> =>
  shapes.versioned ? { etag: `"${(response as { version: number }).version}"` } : {} // as `versioned` says

/** What is neither API: pages, redirects, files. It answers with a reply of its own and is open to anyone. */
export interface DocumentRoute {
  method: Method
  path: string
  counts: readonly ByAddress[]
  answer(arrival: Arrival): Promise<Reply>
}

export const documentRoute = (
  method: Method,
  path: string,
  { counts }: { counts: readonly ByAddress[] },
  handle: (arrival: Arrival) => Promise<Reply>,
): DocumentRoute => ({
  method,
  path,
  counts,
  async answer(arrival) {
    const { instance, request } = arrival
    for (const kind of counts) instance.rateLimiter.count(kind, addressOf(instance, request))
    return handle(arrival)
  },
})
