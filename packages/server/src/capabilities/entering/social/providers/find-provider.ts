/** A provider with the instance's client there: a row of the table, or what the operator says of one of their own. */
import type { KnownProvider, SocialClient } from '@frontdesk/contract'
import type { Redacted } from '../../../../crypto/redacted.js'
import type { Instance } from '../../../../start/instance.js'
import { openSecret } from '../../../ground/sealed-secrets/sealed-secrets.js'
import type { OauthStrategy, Provider } from '../provider.js'
import { standardProfile } from '../standard-profile.js'
import { appleClientSecret } from './apple-client-secret.js'
import { discover } from './discovery.js'
import { ofTenant, type Preset, presets } from './presets.js'
import { type ClaimPaths, profileByPaths } from './profiles.js'

export const secretOf = (key: string) => `social.${key}`

/** Null where the instance has no such client, or has switched it off. @throws an Error when its endpoints can't be found out */
export async function findProvider(instance: Instance, strategy: string): Promise<Provider | null> {
  const key = strategy.replace(/^oauth_/, '')
  const client = Object.hasOwn(instance.settings.social, key) ? instance.settings.social[key] : undefined
  if (!client || client.enabled === false) return null
  const described = await describe(instance, key, client)
  if (!described.authorizationEndpoint || !described.tokenEndpoint)
    throw new Error(`Where ${described.name} is is not known: set issuer, or authorizationUrl and tokenUrl, of social.${key}`)
  const { authorizationEndpoint, tokenEndpoint } = described
  const secret = await openSecret(instance, secretOf(key))
  return {
    ...described,
    authorizationEndpoint,
    tokenEndpoint,
    strategy: `oauth_${key}` satisfies OauthStrategy,
    key,
    clientId: client.client_id,
    clientSecret: secret,
    scopes: [...new Set([...described.scopes, ...(client.scopes ?? [])])],
    ...(key === 'apple' && secret && signing(client, secret)),
  }
}

/** What is not about the client itself. */
type Described = Omit<Preset, 'verifiedBy' | 'givesEmail' | 'console' | 'isDeprecated'>

async function describe(instance: Instance, key: string, client: SocialClient): Promise<Described> {
  const { verifiedBy: _, givesEmail: __, console: ___, isDeprecated: ____, ...preset } = rowOf(key, client)
  const found = client.issuer === undefined ? {} : await fromIssuer(instance, client.issuer, client)
  return { ...preset, ...found, ...addressesOf(client), ...waysOf(client), name: client.name ?? preset.name }
}

function rowOf(key: string, client: SocialClient): Preset {
  if (!Object.hasOwn(presets, key)) return ofOperator(key, client)
  const preset = presets[key as KnownProvider] // it was just found
  return key === 'microsoft' ? ofTenant(preset, client.tenant ?? 'common') : preset
}

function ofOperator(key: string, { issuer, claims }: SocialClient): Preset {
  return {
    name: key.replace('custom_', ''),
    console: '',
    kind: issuer === undefined ? 'oauth2' : 'oidc',
    scopes: issuer === undefined ? [] : ['openid', 'profile', 'email'],
    clientAuth: 'basic',
    pkce: true,
    profileOf: issuer === undefined || claims ? profileByPaths((claims ?? {}) as ClaimPaths) : standardProfile,
    givesEmail: true,
    verifiedBy: '`email_verified`',
  }
}

/** An issuer of the operator's takes the place of all addresses that are known. */
async function fromIssuer(instance: Instance, issuer: string, client: SocialClient): Promise<Partial<Described>> {
  if (client.authorization_url && client.token_url && client.jwks_url) return { issuer } // all that there is to find out
  const { wantsPost, userinfoEndpoint, ...found } = await discover(instance, issuer)
  return { ...found, ...(userinfoEndpoint && { userinfoEndpoint }), ...(wantsPost && { clientAuth: 'post' as const }) }
}

const addressesOf = (client: SocialClient): Partial<Described> => ({
  ...(client.authorization_url && { authorizationEndpoint: client.authorization_url }),
  ...(client.token_url && { tokenEndpoint: client.token_url }),
  ...(client.userinfo_url && { userinfoEndpoint: client.userinfo_url }),
  ...(client.jwks_url && { jwksUri: client.jwks_url }),
})

const waysOf = (client: SocialClient): Partial<Described> => ({
  ...(client.client_authentication && { clientAuth: client.client_authentication }),
  ...(client.pkce !== undefined && { pkce: client.pkce }),
})

/** Apple takes no secret, but what is signed with it. */
function signing({ client_id: clientId, team_id: teamId, key_id: keyId }: SocialClient, privateKey: Redacted<string>) {
  if (!teamId || !keyId) throw new Error('Apple asks for teamId and keyId of social.apple, beside the private key')
  return {
    clientSecret: null,
    makeClientSecret: async (now: number) => appleClientSecret({ clientId, teamId, keyId, privateKey }, now),
  }
}
