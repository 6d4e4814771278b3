import { isLoopbackName } from '@frontdesk/contract'
import type { App } from './app.js'

export interface Problem {
  /** What is wrong, in words that hold no secret. */
  cause: string
  cure: string
}

export interface Check {
  /** As the report calls what it finds. */
  name: string
  /** Null when all is well, and when it can't be told. */
  run(app: App): Problem | null | Promise<Problem | null>
}

export type Finding = Problem & { name: string }

/** An address on plain http that is not this machine's: browsers keep no Secure cookie there, and anybody on the way reads along. */
export const isPlainHttp = (address: string | undefined): boolean => {
  const url = urlOf(address)
  return url?.protocol === 'http:' && !isLoopbackName(url.hostname)
}

export const isLocalAddress = (address: string | undefined): boolean => isLoopbackName(urlOf(address)?.hostname ?? '')

export const urlOf = (address: string | undefined): URL | null =>
  address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null
