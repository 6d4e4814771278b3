import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { OauthStrategy, Provider } from './provider.js'
import { findProvider } from './providers/find-provider.js'

/** @throws `strategy_for_user_invalid` for providers that are not switched on, `oauth_provider_unavailable` if its addresses can't be found out */
export async function requireProvider(instance: Instance, strategy: OauthStrategy): Promise<Provider> {
  const provider = await findProvider(instance, strategy).catch((error: unknown) => {
    instance.log({ level: 'warn', message: `${strategy} is not available`, error })
    throw errors.oauthProviderUnavailable()
  })
  if (!provider) throw errors.strategyForUserInvalid()
  return provider
}

/** One by which people sign in, and not only connect an account. @throws as `requireProvider` does */
export async function requireProviderToEnter(instance: Instance, strategy: OauthStrategy): Promise<Provider> {
  const provider = await requireProvider(instance, strategy)
  if (instance.settings.social[provider.key]?.authenticatable === false) throw errors.strategyForUserInvalid()
  return provider
}
