/** The requests on which both SDKs are compared, each built of one value of each dimension. */
import { parsePublishableKey } from '../../../packages/backend/src/publishable-key.js'
import { chooseAtRandom, chooseEveryCombination, chooseEveryPair } from './choices.js'
import {
  bearers,
  type Choices,
  devBrowsers,
  handshakes,
  headersOf,
  hosts,
  type Options,
  optionsOf,
  sessionCookies,
  targets,
  uatCookies,
  uats,
} from './dimensions.js'
import { host, now, token } from './tokens.js'

export interface Generated {
  number: number
  /** What a failing comparison shows. */
  choices: Choices
  method: string
  url: string
  headers: Record<string, string>
  options: Options
}

export const generate = (count: number, seed: number): Generated[] => chooseAtRandom(count, seed).map(build)

/** At least `count` requests, in which every two values of two dimensions meet. */
export const generateWithEveryPair = (count: number, seed: number): Generated[] => chooseEveryPair(count, seed).map(build)

/** What decides together, in every combination. */
export const generateEveryCombination = (): Generated[] => chooseEveryCombination().map(build)

export const keys = {
  live: { publishableKey: `pk_live_${Buffer.from(`${host}$`).toString('base64')}`, secretKey: 'sk_live_1' },
  test: { publishableKey: `pk_test_${Buffer.from(`${host}$`).toString('base64')}`, secretKey: 'sk_test_1' },
}

function build(choices: Choices, number: number): Generated {
  const key = keys[choices.key as keyof typeof keys] // a label of the dimension
  const suffix = `_${parsePublishableKey(key.publishableKey).cookieSuffix}`
  const text = token(choices.fault, choices.claims)
  const handshake = handshakes[choices.handshake]!
  const devBrowser = devBrowsers[choices.devBrowser]!

  const cookies = [
    ...sessionCookies[choices.session]!(
      text,
      token('nothing', choices.claims, { iat: now - 25, sub: 'user_earlier' }),
      `__session${suffix}`,
    ),
    ...(choices.uat === 'none' ? [] : uatCookies[choices.uatNames]!(uats[choices.uat]!, `__client_uat${suffix}`)),
    ...(choices.refresh === 'none' ? [] : [[`__refresh${suffix}`, choices.refresh]]),
    ...(devBrowser.cookie ? [[devBrowser.cookie === 'plain' ? '__clerk_db_jwt' : `__clerk_db_jwt${suffix}`, 'dvb_cookie']] : []),
    ...(choices.redirects === '0' ? [] : [['__clerk_redirect_count', choices.redirects]]),
    ...(handshake.cookie ? [handshake.cookie] : []),
  ]
  const hostHeader = hosts[choices.host]!
  const url = new URL(`http://${choices.host === hostHeader ? hostHeader : 'app.example'}${targets[choices.target]}`)
  if (handshake.query) url.searchParams.append(...handshake.query)
  if (devBrowser.isInQuery) url.searchParams.append('__clerk_db_jwt', 'dvb_query')

  const authorization = bearers[choices.bearer]!(text)
  const headers = {
    host: hostHeader,
    ...headersOf.destination[choices.destination],
    ...headersOf.accept[choices.accept],
    ...headersOf.referer[choices.referer],
    ...headersOf.forwarded[choices.forwarded],
    ...(cookies.length > 0 && { cookie: cookies.map(([name, value]) => `${name}=${value}`).join('; ') }),
    ...(authorization && { authorization }),
  }
  const groups = Object.keys(optionsOf) as Array<keyof typeof optionsOf> // its own keys
  const options = Object.assign({ ...key }, ...groups.map((group) => optionsOf[group][choices[group]])) as Options // groups of options
  return { number, choices, method: choices.method, url: url.href, headers, options }
}
