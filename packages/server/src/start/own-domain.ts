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

/** @throws for an app's domain or a public URL that has no part in it; `requireOwnSites` looks at the rest */
export function ownDomainOf({ domain, appDomain: stated, publicUrl }: Given): OwnDomain | null {
  if (domain === undefined) return null
  const parent = domain.slice(domain.indexOf('.') + 1)
  const appDomain = stated ?? parent
  if (!domain.endsWith(`.${appDomain}`))
    refuse('appDomain', `must be what ${domain} is a sub-domain of, such as ${parent}, not ${appDomain}`)
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

/**
 * By the list that browsers have (https://publicsuffix.org), which is read only where there is a domain.
 * @throws for an app's domain that is a public suffix, as `co.uk` and `github.io` are
 */
export async function requireOwnSites({ ownDomain }: { ownDomain: OwnDomain | null }): Promise<void> {
  if (!ownDomain) return
  const { host, appDomain } = ownDomain
  const { getPublicSuffix } = await import('tldts')
  if (getPublicSuffix(appDomain, { allowPrivateDomains: true }) === appDomain)
    refuse(
      host.split('.').slice(1).join('.') === appDomain ? 'domain' : 'appDomain',
      `must leave a domain of your own, as clerk.example.com leaves example.com; ${host} leaves ${appDomain}, below which strangers have their sites, too`,
    )
}
