import type { Metadata } from '../../json/resource.js'
import type {
  APIKey,
  DeletedObject,
  IdPOAuthAccessToken,
  M2MToken,
  Machine,
  MachineScope,
  MachineSecretKey,
  OAuthApplication,
} from '../resources.js'
import type { Page, PageParams, Sorted } from './paging.js'

interface APIKeyParams {
  /** The id of the user or organization that the key acts for. */
  subject: string
  description?: string | null | undefined
  claims?: Metadata | null | undefined
  scopes?: string[] | undefined
  /** Null means that it never expires. */
  secondsUntilExpiration?: number | null | undefined
}

export interface APIKeysAPI {
  list(params: PageParams & { subject: string; includeInvalid?: boolean | undefined }): Promise<Page<APIKey>>
  /** Only this answer contains the secret. */
  create(params: APIKeyParams & { name: string; createdBy?: string | null | undefined }): Promise<APIKey>
  get(apiKeyId: string): Promise<APIKey>
  update(params: APIKeyParams & { apiKeyId: string }): Promise<APIKey>
  delete(apiKeyId: string): Promise<DeletedObject>
  revoke(params: { apiKeyId: string; revocationReason?: string | null | undefined }): Promise<APIKey>
  getSecret(apiKeyId: string): Promise<{ secret: string }>
  verify(secret: string): Promise<APIKey>
}

/** Uses the given machine key, else CLERK_MACHINE_SECRET_KEY, else the instance's secret key. */
interface AsMachine {
  machineSecretKey?: string | undefined
}

export interface M2MTokenAPI {
  list(
    params: AsMachine & PageParams & { subject: string; revoked?: boolean | undefined; expired?: boolean | undefined },
  ): Promise<Page<M2MToken>>
  createToken(
    params?: AsMachine & {
      secondsUntilExpiration?: number | null | undefined
      claims?: Metadata | null | undefined
      minRemainingTtlSeconds?: number | undefined
      tokenFormat?: 'opaque' | 'jwt' | undefined
    },
  ): Promise<M2MToken>
  revokeToken(params: AsMachine & { m2mTokenId: string; revocationReason?: string | null | undefined }): Promise<M2MToken>
  verify(params: AsMachine & { token: string }): Promise<M2MToken>
}

export interface MachineAPI {
  get(machineId: string): Promise<Machine>
  list(
    params?: PageParams & { orderBy?: Sorted<'name' | 'created_at'> | undefined; query?: string | undefined },
  ): Promise<Page<Machine>>
  create(params: { name: string; scopedMachines?: string[] | undefined; defaultTokenTtl?: number | undefined }): Promise<Machine>
  update(params: { machineId: string; name?: string | undefined; defaultTokenTtl?: number | undefined }): Promise<Machine>
  delete(machineId: string): Promise<Machine>
  getSecretKey(machineId: string): Promise<MachineSecretKey>
  /** The old key keeps working for `previousTokenTtl` seconds. */
  rotateSecretKey(params: { machineId: string; previousTokenTtl: number }): Promise<MachineSecretKey>
  createScope(machineId: string, toMachineId: string): Promise<MachineScope>
  deleteScope(machineId: string, otherMachineId: string): Promise<MachineScope>
}

interface OAuthApplicationParams {
  name: string
  redirectUris?: string[] | null | undefined
  /** Separated by spaces. */
  scopes?: string | null | undefined
  public?: boolean | null | undefined
}

export interface OAuthApplicationsAPI {
  list(
    params?: PageParams & { nameQuery?: string | undefined; orderBy?: Sorted<'name' | 'created_at'> | undefined },
  ): Promise<Page<OAuthApplication>>
  get(oauthApplicationId: string): Promise<OAuthApplication>
  create(params: OAuthApplicationParams): Promise<OAuthApplication>
  update(params: OAuthApplicationParams & { oauthApplicationId: string }): Promise<OAuthApplication>
  delete(oauthApplicationId: string): Promise<DeletedObject>
  rotateSecret(oauthApplicationId: string): Promise<OAuthApplication>
  revokeToken(params: { oauthApplicationId: string; token: string }): Promise<void>
}

export interface IdPOAuthAccessTokenAPI {
  /** With an audience, tokens without one or for another one are refused. */
  verify(accessToken: string, options?: { audience?: string | string[] | undefined }): Promise<IdPOAuthAccessToken>
}
