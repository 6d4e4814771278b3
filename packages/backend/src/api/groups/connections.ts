import type { EnterpriseConnection, SamlConnection } from '../resources.js'
import type { Page, PageParams, Sorted } from './paging.js'

interface AttributeMapping {
  userId?: string | null | undefined
  emailAddress?: string | null | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
}

interface IdentityProvider {
  idpEntityId?: string | undefined
  idpSsoUrl?: string | undefined
  idpCertificate?: string | undefined
  idpCertificates?: string[] | undefined
  idpMetadataUrl?: string | undefined
  idpMetadata?: string | undefined
  attributeMapping?: AttributeMapping | undefined
}

export interface EnterpriseConnectionSamlParams extends IdentityProvider {
  allowIdpInitiated?: boolean | undefined
  allowSubdomains?: boolean | undefined
  forceAuthn?: boolean | undefined
  loginHint?: { mode: 'custom_attribute'; source: string } | { mode: 'email_address' | 'off'; source?: never } | undefined
}

export interface EnterpriseConnectionOidcParams {
  authUrl?: string | undefined
  clientId?: string | undefined
  clientSecret?: string | undefined
  discoveryUrl?: string | undefined
  requiresPkce?: boolean | undefined
  tokenUrl?: string | undefined
  userInfoUrl?: string | undefined
}

export interface EnterpriseConnectionCustomAttributeParams {
  name: string
  key: string
  ssoPath?: string | undefined
  scimPath?: string | undefined
  multiValued?: boolean | undefined
}

interface EnterpriseConnectionParams {
  organizationId?: string | undefined
  active?: boolean | undefined
  syncUserAttributes?: boolean | undefined
  allowOrganizationAccountLinking?: boolean | undefined
  customAttributes?: EnterpriseConnectionCustomAttributeParams[] | undefined
  authenticatable?: boolean | undefined
  disableJitProvisioning?: boolean | undefined
  oidc?: EnterpriseConnectionOidcParams | undefined
  saml?: EnterpriseConnectionSamlParams | undefined
}

export interface CreateEnterpriseConnectionParams extends EnterpriseConnectionParams {
  name: string
  domains: string[]
  provider: string
}

export interface UpdateEnterpriseConnectionParams extends EnterpriseConnectionParams {
  name?: string | undefined
  domains?: string[] | undefined
  provider?: string | undefined
  disableAdditionalIdentifications?: boolean | undefined
}

export interface EnterpriseConnectionAPI {
  getEnterpriseConnectionList(
    params?: PageParams & { organizationId?: string | undefined; active?: boolean | undefined },
  ): Promise<Page<EnterpriseConnection>>
  getEnterpriseConnection(enterpriseConnectionId: string): Promise<EnterpriseConnection>
  createEnterpriseConnection(params: CreateEnterpriseConnectionParams): Promise<EnterpriseConnection>
  updateEnterpriseConnection(
    enterpriseConnectionId: string,
    params: UpdateEnterpriseConnectionParams,
  ): Promise<EnterpriseConnection>
  deleteEnterpriseConnection(enterpriseConnectionId: string): Promise<EnterpriseConnection>
}

interface SamlConnectionParams extends IdentityProvider {
  organizationId?: string | undefined
}

export interface SamlConnectionAPI {
  getSamlConnectionList(
    params?: PageParams & {
      query?: string | undefined
      orderBy?: Sorted<'phone_number' | 'email_address' | 'created_at' | 'first_name' | 'last_name' | 'username'> | undefined
      organizationId?: Array<Sorted<string>> | undefined
    },
  ): Promise<Page<SamlConnection>>
  createSamlConnection(params: SamlConnectionParams & { name: string; provider: string; domain: string }): Promise<SamlConnection>
  getSamlConnection(samlConnectionId: string): Promise<SamlConnection>
  updateSamlConnection(
    samlConnectionId: string,
    params?: SamlConnectionParams & {
      name?: string | undefined
      provider?: string | undefined
      domain?: string | undefined
      active?: boolean | undefined
      syncUserAttributes?: boolean | undefined
      allowSubdomains?: boolean | undefined
      allowIdpInitiated?: boolean | undefined
    },
  ): Promise<SamlConnection>
  deleteSamlConnection(samlConnectionId: string): Promise<SamlConnection>
}
