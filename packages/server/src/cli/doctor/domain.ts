/** A domain of the server's own in the environment: whether the server starts with it, and whether the rest of the environment goes with it. */
import { isOriginBelow } from '../../basics/app-domain.js'
import { appDomainOption, domainOption, type OwnDomain, ownDomainOf, requireOwnSites } from '../../start/own-domain.js'
import type { App } from './app.js'
import type { Check } from './check.js'
import { hostInKey } from './keys.js'

/** The domain that the environment gives; an error that says what is wrong with it, null where it gives none. */
function domainIn({ env }: App): OwnDomain | Error | null {
  const { FRONTDESK_DOMAIN: text, FRONTDESK_APP_DOMAIN: app, FRONTDESK_PUBLIC_URL: publicUrl } = env
  if (!text?.trim()) return null
  const domain = domainOption.safeParse(text)
  if (!domain.success) return new Error(`domain: ${domain.error.issues[0]!.message} (FRONTDESK_DOMAIN)`) // it has one
  try {
    return ownDomainOf({ domain: domain.data, appDomain: appDomainOption.safeParse(app).data, publicUrl: publicUrl || undefined })
  } catch (error) {
    return error as Error // it throws nothing else
  }
}

const refusedSites = (domain: OwnDomain | null): Promise<Error | null> =>
  requireOwnSites({ ownDomain: domain }).then(
    () => null,
    (error: Error) => error,
  )

/** Whether the origin is the app's by the domain. */
export function isOfDomain(app: App, origin: string): boolean {
  const domain = domainIn(app)
  return domain !== null && !(domain instanceof Error) && isOriginBelow(domain.appDomain, origin)
}

export const domainChecks: Check[] = [
  {
    name: 'domain-refused',
    async run(app) {
      const domain = domainIn(app)
      const refused = domain instanceof Error ? domain : await refusedSites(domain)
      if (!refused) return null
      const [reason] = refused.message.split('\n').slice(-1) as [string] // the last line says it
      return {
        cause: `The server does not start with its domain. ${reason.trim()}.`,
        cure: 'FRONTDESK_DOMAIN is a host name such as clerk.example.com, and FRONTDESK_PUBLIC_URL an https origin of example.com.',
      }
    },
  },
  {
    name: 'proxy-url-beside-domain',
    run: (app) =>
      domainIn(app) && app.env.CLERK_PROXY_URL
        ? {
            cause: `CLERK_PROXY_URL is ${app.env.CLERK_PROXY_URL}, and browsers know who is signed in only at ${app.env.FRONTDESK_DOMAIN}.`,
            cure: 'Take it out: the publishable key of the domain says where the Frontend API is.',
          }
        : null,
  },
  {
    name: 'publishable-key-without-domain',
    run(app) {
      const domain = domainIn(app)
      const host = hostInKey(app.env.CLERK_PUBLISHABLE_KEY)
      if (domain === null || domain instanceof Error || app.embedded || host === null || host === domain.host) return null
      return {
        cause: `CLERK_PUBLISHABLE_KEY names ${host}, and tokens are issued as ${domain.origin}: the SDK refuses them.`,
        cure: 'Set it to the key that `npx frontdesk keys` prints where FRONTDESK_DOMAIN is set.',
      }
    },
  },
]
