/**
 * A domain of the instance's own, such as `clerk.example.com`, as Clerk's production has it, and the app's domain that follows from it. A
 * cookie for a public suffix such as `co.uk` would be for every site below it, and the origins of these sites would be the app's.
 */
import * as z from 'zod'
import { isOriginBelow } from '../basics/app-domain.js'
import { needChange } from './option-mistakes.js'

export interface OwnDomain {
  /** Such as `clerk.example.com`: what browsers ask for, and what the publishable key holds. */
  host: string
  /** `https://` and the host: the issuer of every token. */
  origin: string
  /** The app's domain, such as `example.com`. */
  appDomain: string
  /** `https://accounts.…`, where Clerk's SDKs look for the pages, if the domain begins with `clerk.`. */
  accountsHost: string | null
}

const label = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?'
const hostname = (least: number) => new RegExp(`^(?=.{1,253}$)(?:${label}\\.){${least},}(?=[a-z])${label}$`)

const domainName = (least: number, must: string) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((text) => hostname(least).test(text), { error: ({ input }) => `must be ${must}, not ${JSON.stringify(input)}` })

export const domainOption = domainName(
  2,
  'a host name of your own without scheme, port and path, such as clerk.example.com; an international one as xn--…',
)
export const appDomainOption = domainName(1, 'the domain that your app and the domain option share, such as example.com')

interface Given {
  domain?: string | undefined
  appDomain?: string | undefined
  publicUrl?: string | undefined
}

/** @throws for an app's domain that is a public suffix or may be one, and for a public URL that has no part in it */
export function ownDomainOf({ domain, appDomain: stated, publicUrl }: Given): OwnDomain | null {
  if (domain === undefined) return null
  const parent = domain.slice(domain.indexOf('.') + 1)
  const appDomain = stated ?? parent
  if (!domain.endsWith(`.${appDomain}`))
    refuse('appDomain', `must be what ${domain} is a sub-domain of, such as ${parent}, not ${appDomain}`)
  if (isPublicSuffix(appDomain))
    refuse(
      stated === undefined ? 'domain' : 'appDomain',
      `must leave your own domain when its first label is dropped, as clerk.example.com leaves example.com; ${domain} leaves ${appDomain}, below which strangers have their sites, too`,
    )
  if (stated === undefined && isUnclear(appDomain))
    refuse(
      'domain',
      `leaves ${appDomain} as the app's domain, which may be one below which strangers have their sites, too. If ${appDomain} is yours, say so: appDomain (FRONTDESK_APP_DOMAIN) ${appDomain}; else give the server a name such as clerk.${domain}`,
    )
  if (publicUrl !== undefined && !isOriginBelow(appDomain, publicUrl))
    refuse(
      'publicUrl',
      `must be an https origin of ${appDomain} while the domain is ${domain}, such as https://${appDomain}, not ${publicUrl}: browsers would keep no session there`,
    )
  return {
    host: domain,
    origin: `https://${domain}`,
    appDomain,
    accountsHost: domain.startsWith('clerk.') ? domain.replace('clerk.', 'accounts.') : null,
  }
}

function refuse(option: 'domain' | 'appDomain' | 'publicUrl', why: string): never {
  const variable = { domain: 'FRONTDESK_DOMAIN', appDomain: 'FRONTDESK_APP_DOMAIN', publicUrl: 'FRONTDESK_PUBLIC_URL' }[option]
  throw new Error(`${needChange}\n  ${option}: ${why} (${variable})`)
}

/** Names under which countries sell domains (https://publicsuffix.org has them all), below a top-level domain of two letters. */
const sold = /^(?:ac|biz|co|com|edu|gob|gouv|gov|gv|id|info|ltd|me|mil|net|ne|nhs|nic|nom|or|org|plc|sch|web)$/

/** Where everybody gets a sub-domain, and browsers therefore keep no cookie for all of them. */
const hosting =
  'appspot.com azurewebsites.net cloudfront.net cloudflare.net deno.dev fly.dev firebaseapp.com github.io gitlab.io glitch.me herokuapp.com loca.lt netlify.app ngrok.app ngrok.dev ngrok.io ngrok-free.app ngrok-free.dev onrender.com pages.dev railway.app render.com repl.co replit.app replit.dev surge.sh trycloudflare.com co.com de.com eu.com eu.org gb.net uk.com us.com up.railway.app vercel.app vercel.dev web.app workers.dev'.split(
    ' ',
  )

function isPublicSuffix(domain: string): boolean {
  const [second, top, ...rest] = domain.split('.') as [string, string] // the options take no single label
  return hosting.includes(domain) || (rest.length === 0 && top.length === 2 && sold.test(second))
}

/** Short names below a country may be such a suffix, as `ab.ca` is, or somebody's own, as `ey.com` would be. */
function isUnclear(domain: string): boolean {
  const [second, top, ...rest] = domain.split('.') as [string, string] // as above
  return rest.length === 0 && top.length === 2 && second.length <= 3
}
