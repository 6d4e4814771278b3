/** Where a provider has its endpoints, by its own word (OpenID Connect Discovery 1.0). Our own client decides which of them are asked. */
import type { Instance } from '../../../../start/instance.js'
import type { Outbound } from '../../../../wire/outbound/outbound.js'
import { at } from './profiles.js'

export interface Discovered {
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
  userinfoEndpoint?: string
  jwksUri: string
  idTokenAlgorithms: string[]
  namesIssuerInCallback: boolean
  /** Whether it says that clients may prove themselves in the body only. */
  wantsPost: boolean
}

const keptMs = 3600_000
const rememberedOf = new WeakMap<Outbound, Map<string, { at: number; found: Promise<Discovered> }>>()

/** Asked once an hour. @throws an Error that says what is wrong with the answer */
export async function discover({ outbound, now }: Pick<Instance, 'outbound' | 'now'>, issuer: string): Promise<Discovered> {
  const remembered = rememberedOf.get(outbound) ?? new Map()
  rememberedOf.set(outbound, remembered)
  const known = remembered.get(issuer)
  if (known && Math.abs(now() - known.at) < keptMs) return known.found
  const found = ask(outbound, issuer)
  remembered.set(issuer, { at: now(), found })
  found.catch(() => remembered.delete(issuer)) // the next one asks again
  return found
}

async function ask(outbound: Outbound, issuer: string): Promise<Discovered> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await outbound.fetch(url, { headers: { accept: 'application/json' }, maxBytes: 200_000 })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  const document: unknown = await response.json()
  const text = (name: string) => {
    const value = at(document, name)
    return typeof value === 'string' ? value : undefined
  }
  const required = (name: string) => {
    const value = text(name)
    if (value === undefined || !/^https?:\/\//i.test(value) || !URL.canParse(value)) throw new Error(`${url} names no ${name}`)
    return value
  }
  // Section 4.3: else one provider's document could send people, and the client's secret, to another.
  if (text('issuer') !== issuer)
    throw new Error(`${url} is of the issuer ${text('issuer')}: set that one, exactly as it is written`)

  const userinfoEndpoint = text('userinfo_endpoint')
  const methods = at(document, 'token_endpoint_auth_methods_supported')
  return {
    issuer,
    authorizationEndpoint: required('authorization_endpoint'),
    tokenEndpoint: required('token_endpoint'),
    ...(userinfoEndpoint !== undefined && { userinfoEndpoint }),
    jwksUri: required('jwks_uri'),
    idTokenAlgorithms: algorithmsOf(at(document, 'id_token_signing_alg_values_supported')),
    namesIssuerInCallback: at(document, 'authorization_response_iss_parameter_supported') === true,
    wantsPost: Array.isArray(methods) && methods.includes('client_secret_post') && !methods.includes('client_secret_basic'),
  }
}

/** Signatures by a key that only the provider has. */
function algorithmsOf(named: unknown): string[] {
  const asymmetric = (Array.isArray(named) ? named : []).filter(
    (algorithm): algorithm is string => typeof algorithm === 'string' && /^(RS|PS|ES)\d{3}$|^EdDSA$|^Ed25519$/.test(algorithm),
  )
  return asymmetric.length > 0 ? asymmetric : ['RS256']
}
