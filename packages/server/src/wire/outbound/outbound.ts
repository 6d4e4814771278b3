/**
 * The one way by which the server asks other servers something: webhooks, key sets. Whoever chose the URL may be a stranger, so a name is
 * resolved once, and what it resolved to is checked and connected to: no second answer of a name server leads elsewhere. Redirects are
 * answers like others, no proxy of the environment is used, and time, headers and answers have limits.
 */
import { lookup as systemLookup } from 'node:dns'
import { Agent as HttpAgent, type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { Agent as HttpsAgent, request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopbackName } from '@frontdesk/contract'
import { reachOf } from './public-address.js'

export interface OutboundInit {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  signal?: AbortSignal
  /** From the look-up of the name to the last byte of the answer; 10 seconds by default. */
  timeoutMs?: number
  /** How much of the answer's body is read; 1 MB by default. */
  maxBytes?: number
  /** What becomes of a longer answer: it is refused by default. */
  longer?: 'refuse' | 'cut'
}

export interface Outbound {
  /**
   * Asks, and resolves with whatever the other side answered, redirects and errors too.
   * @throws `OutboundRefused` for an address that we don't ask, another Error when no answer came
   */
  fetch(url: string | URL, init?: OutboundInit): Promise<Response>
}

/** We don't ask there; asking again would not change that. */
export class OutboundRefused extends Error {}

/** As `lookup` of `node:dns`, with all addresses. */
export type LookUp = (
  hostname: string,
  options: { all: true },
  done: (error: Error | null, addresses: Array<{ address: string; family: number }>) => void,
) => void

const maxHeaderBytes = 16_384
// Ours, so that no option of the process, such as a proxy, applies; a connection serves one request, whose address was checked.
const httpAgent = new HttpAgent({ keepAlive: false })
const httpsAgent = new HttpsAgent({ keepAlive: false })

/** `privateHosts` are those that may have private addresses and unencrypted ones: `host`, or `host:port`. */
export function createOutbound(privateHosts: () => readonly string[], lookUp: LookUp = systemLookup): Outbound {
  return {
    async fetch(address, init = {}) {
      const url = new URL(address)
      const isNamed = isNamedHost(url, privateHosts())
      requireTarget(url, isNamed)
      return ask(url, pinned(url, isNamed, lookUp), init)
    },
  }
}

/** Whether a URL may be asked, as far as it says itself: what its name resolves to is seen when it is. @throws `OutboundRefused` */
export function requireOutboundUrl(address: string, privateHosts: readonly string[]): void {
  if (!URL.canParse(address)) throw new OutboundRefused('it is no URL')
  const url = new URL(address)
  requireTarget(url, isNamedHost(url, privateHosts))
}

const hostOf = ({ hostname }: URL) => hostname.replace(/\.$/, '')
const bareHostOf = (url: URL) => hostOf(url).replace(/^\[|\]$/g, '')
const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80')

function isNamedHost(url: URL, privateHosts: readonly string[]): boolean {
  return privateHosts.includes(hostOf(url)) || privateHosts.includes(`${hostOf(url)}:${portOf(url)}`)
}

function requireTarget(url: URL, isNamed: boolean): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutboundRefused(`${url.protocol} is no protocol for it: use https://`)
  if (url.username || url.password) throw new OutboundRefused('it must not hold a user name or a password')
  if (isLoopbackName(hostOf(url)) && !isNamed) requirePublic(url, '127.0.0.1')
  if (isIP(bareHostOf(url)) && !isNamed) requirePublic(url, bareHostOf(url))
  if (url.protocol === 'http:' && !isNamed)
    throw new OutboundRefused(`http:// is for hosts of FRONTDESK_PRIVATE_HOSTS: use https://, or set it to ${hostOf(url)}`)
}

function requirePublic(url: URL, address: string): void {
  if (reachOf(address) === 'public') return
  const what = address === bareHostOf(url) ? 'is a private address' : `has the private address ${address}`
  throw new OutboundRefused(`${hostOf(url)} ${what}: if it may be asked, set FRONTDESK_PRIVATE_HOSTS to ${hostOf(url)}`)
}

/** Resolves the name for one connection. Of several addresses none may be one that we don't ask: the next answer may have that one only. */
function pinned(url: URL, isNamed: boolean, lookUp: LookUp): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      try {
        for (const { address } of addresses) {
          if (!isNamed) requirePublic(url, address)
          // Who names a host means its network, and not the metadata that a name server may point to.
          else if (reachOf(address) === 'link-local')
            throw new OutboundRefused(`${hostOf(url)} has the link-local address ${address}`)
        }
      } catch (refusal) {
        return done(refusal as Error, '', 0)
      }
      if (options.all) done(null, addresses)
      else done(null, addresses[0]!.address, addresses[0]!.family) // a name that resolves has one
    })
  }
}

function ask(
  url: URL,
  lookup: LookupFunction,
  { method = 'GET', headers = {}, body, signal, timeoutMs = 10_000, maxBytes = 1_000_000, longer = 'refuse' }: OutboundInit,
): Promise<Response> {
  const isSecure = url.protocol === 'https:'
  const timeout = AbortSignal.timeout(timeoutMs)
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    lookup,
    agent: isSecure ? httpsAgent : httpAgent,
    maxHeaderSize: maxHeaderBytes,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }

  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(timeout.aborted ? new Error(`No answer came within ${timeoutMs / 1000} seconds`) : error)
    const request = isSecure
      ? requestSecure(url, { ...options, rejectUnauthorized: true }) // whatever NODE_TLS_REJECT_UNAUTHORIZED says
      : requestPlain(url, options)
    request.on('error', fail)
    request.on('response', (response) => {
      const declared = Number(response.headers['content-length'] ?? 0)
      const chunks: Buffer[] = []
      let length = 0
      const finish = () => {
        try {
          resolve(answerOf(response, Buffer.concat(chunks).subarray(0, maxBytes)))
        } catch (error) {
          fail(error as Error)
        }
      }
      const tooLong = () => {
        if (longer === 'cut') finish()
        else fail(new Error(`The answer has more than ${maxBytes} bytes`))
        request.destroy()
      }
      response.on('error', fail)
      if (longer === 'refuse' && declared > maxBytes) return tooLong()
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length > maxBytes) tooLong()
      })
      response.on('end', finish)
    })
    request.end(body)
  })
}

const withoutBody = [204, 205, 304]

function answerOf({ statusCode = 0, headersDistinct }: IncomingMessage, body: Buffer): Response {
  if (statusCode < 200 || statusCode > 599) throw new Error(`It answered ${statusCode}, which is no status`)
  const headers = new Headers()
  for (const [name, values] of Object.entries(headersDistinct)) for (const value of values ?? []) headers.append(name, value)
  return new Response(withoutBody.includes(statusCode) ? null : new Uint8Array(body), { status: statusCode, headers })
}
