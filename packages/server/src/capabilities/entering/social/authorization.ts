/**
 * Sends a browser to a provider. What it brings back is believed only with the state that was made for it: a secret that works once, in
 * this browser, for this errand and this provider. PKCE and the nonce bind code and ID token to the same way there (RFC 9700, section 2).
 */
import { createHash } from 'node:crypto'
import { newId, newSecret } from '../../../crypto/random.js'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { serverOrigin } from '../../../wire/addresses.js'
import type { SafeRedirect } from '../../../wire/safe-redirect.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import { checkSecret, issueSecret, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { sentToProvider } from '../../ground/one-time-secrets/verification.js'
import type { OauthStrategy, Provider } from './provider.js'
import type { Way } from './way.js'

/** What the account is proved for. */
export type Errand =
  | { for: 'sign_in' | 'sign_up'; id: string }
  /** A signed-in user's account, which waits to be proved. */
  | { for: 'connection'; id: string; userId: string; sessionId: string }

/** What is remembered of a browser that is with a provider. */
export interface Flow {
  errand: Errand
  strategy: OauthStrategy
  verifier: string
  nonce: string
  /** Our own address, as the provider was told it. */
  callbackUrl: string
  /** Where the browser goes on, and where once nothing more is to be done; both were allowed when the flow began. */
  redirectUrl: SafeRedirect
  completeUrl: SafeRedirect
  scopes: string
}

export const flowLifetimeSeconds = 600

const purpose = 'oauth_state'

/** What the attempt remembers, with the address for the browser in it. Call it in the transaction that writes the attempt. */
export async function beginAuthorization(
  tx: Transaction,
  client: Pick<ClientRow, 'id'>,
  provider: Provider,
  errand: Errand,
  way: Way,
): Promise<string> {
  const id = newId('flow')
  const secret = newSecret()
  const scopes = [...new Set([...provider.scopes, ...way.scopes])]
  const flow: Flow = {
    errand,
    strategy: provider.strategy,
    verifier: newSecret(),
    nonce: newSecret(),
    callbackUrl: callbackUrlOf(tx),
    redirectUrl: way.redirectUrl,
    completeUrl: way.completeUrl,
    scopes: scopes.join(provider.quirks?.scopeSeparator ?? ' '),
  }
  await issueSecret(tx, {
    purpose,
    subject: subjectOf(id, client),
    secret,
    lifetimeSeconds: flowLifetimeSeconds,
    maxAttempts: 1,
    payload: toJson(flow),
  })
  const address = addressAt(provider, flow, `${id}.${secret}`, way)
  return sentToProvider(tx, provider.strategy, address, flowLifetimeSeconds)
}

/** The address that is registered with providers: of the options, or else the one by which this browser reached us. */
export const callbackUrlOf = (instance: Instance): string =>
  `${serverOrigin(instance.options) ?? instance.callerOrigin}${instance.options.basePath}/v1/oauth_callback`

function addressAt(provider: Provider, flow: Flow, state: string, { prompt, loginHint }: Way): string {
  const url = new URL(provider.authorizationEndpoint)
  const parameters: Record<string, string | null | undefined> = {
    ...provider.extraAuthorizationParams,
    response_type: 'code',
    [provider.quirks?.clientIdParameter ?? 'client_id']: provider.clientId,
    redirect_uri: flow.callbackUrl,
    scope: flow.scopes,
    state,
    response_mode: provider.quirks?.responseMode,
    ...(provider.pkce && { code_challenge: challengeOf(flow.verifier), code_challenge_method: 'S256' }),
    ...(provider.kind === 'oidc' && { nonce: flow.nonce }),
    ...(prompt && { prompt }),
    ...(loginHint && { login_hint: loginHint }),
  }
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value)
  return url.href
}

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** A state is one browser's: another one finds nothing by it, and leaves it as it is. */
const subjectOf = (flowId: string, client: Pick<ClientRow, 'id'>): string => `${flowId} ${client.id}`

/** A state that came back to the browser that it was made for. */
export interface Returned {
  flow: Flow
  /** To be claimed in the transaction of what it permits. */
  proof: Proof
}

/** @throws what `checkSecret` throws, also for another browser's state and for one that was used */
export async function openState(instance: Instance, client: Pick<ClientRow, 'id'>, state: string): Promise<Returned> {
  const [id = '', secret = ''] = state.split('.')
  const proof = await checkSecret(instance, purpose, subjectOf(id, client), secret)
  return { flow: fromJson<Flow>(proof.payload ?? ''), proof } // as `beginAuthorization` wrote it
}
