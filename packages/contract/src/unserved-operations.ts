/**
 * Operations of the Backend API that `clerkClient` has and this server does not serve yet: each answers 404 and says so.
 * A line moves to `operations.ts` when its shapes are written.
 */

/** Below `<base>/api/v1`. */
export const unservedOperations = {
  __experimental_accountlessApplications: {
    createAccountlessApplication: 'POST /accountless_applications',
    completeAccountlessApplicationOnboarding: 'POST /accountless_applications/complete',
  },
  actorTokens: {
    create: 'POST /actor_tokens',
    revoke: 'POST /actor_tokens/{actor_token_id}/revoke',
  },
  agentTasks: {
    create: 'POST /agents/tasks',
    revoke: 'POST /agents/tasks/{agent_task_id}/revoke',
  },
  betaFeatures: {
    changeDomain: 'POST /beta_features/change_domain',
  },
  billing: {
    getPlanList: 'GET /billing/plans',
    cancelSubscriptionItem: 'DELETE /billing/subscription_items/{subscription_item_id}',
    extendSubscriptionItemFreeTrial: 'POST /billing/subscription_items/{subscription_item_id}/extend_free_trial',
    getOrganizationBillingSubscription: 'GET /organizations/{organization_id}/billing/subscription',
    getUserBillingSubscription: 'GET /users/{user_id}/billing/subscription',
  },
  domains: {
    list: 'GET /domains',
    add: 'POST /domains',
    update: 'PATCH /domains/{domain_id}',
    delete: 'DELETE /domains/{domain_id}',
    deleteDomain: 'DELETE /domains/{domain_id}',
  },
  emails: {
    create: 'POST /email',
    createBatch: 'POST /email/batch',
    get: 'GET /email/{email_id}',
  },
  enterpriseConnections: {
    createEnterpriseConnection: 'POST /enterprise_connections',
    updateEnterpriseConnection: 'PATCH /enterprise_connections/{enterprise_connection_id}',
    getEnterpriseConnectionList: 'GET /enterprise_connections',
    getEnterpriseConnection: 'GET /enterprise_connections/{enterprise_connection_id}',
    deleteEnterpriseConnection: 'DELETE /enterprise_connections/{enterprise_connection_id}',
  },
  instance: {
    get: 'GET /instance',
    update: 'PATCH /instance',
    getOrganizationSettings: 'GET /instance/organization_settings',
    updateOrganizationSettings: 'PATCH /instance/organization_settings',
  },
  machines: {
    get: 'GET /machines/{machine_id}',
    list: 'GET /machines',
    create: 'POST /machines',
    update: 'PATCH /machines/{machine_id}',
    delete: 'DELETE /machines/{machine_id}',
    getSecretKey: 'GET /machines/{machine_id}/secret_key',
    rotateSecretKey: 'POST /machines/{machine_id}/secret_key/rotate',
    createScope: 'POST /machines/{machine_id}/scopes',
    deleteScope: 'DELETE /machines/{machine_id}/scopes/{other_machine_id}',
  },
  oauthApplications: {
    list: 'GET /oauth_applications',
    get: 'GET /oauth_applications/{oauth_application_id}',
    create: 'POST /oauth_applications',
    update: 'PATCH /oauth_applications/{oauth_application_id}',
    delete: 'DELETE /oauth_applications/{oauth_application_id}',
    rotateSecret: 'POST /oauth_applications/{oauth_application_id}/rotate_secret',
    revokeToken: 'POST /oauth_applications/{oauth_application_id}/revoke_token',
  },
  organizations: {
    getOrganizationList: 'GET /organizations',
    createOrganization: 'POST /organizations',
    getOrganization: 'GET /organizations/{organization_id}',
    updateOrganization: 'PATCH /organizations/{organization_id}',
    updateOrganizationLogo: 'PUT /organizations/{organization_id}/logo',
    deleteOrganizationLogo: 'DELETE /organizations/{organization_id}/logo',
    updateOrganizationMetadata: 'PATCH /organizations/{organization_id}/metadata',
    replaceOrganizationMetadata: 'PUT /organizations/{organization_id}/metadata',
    deleteOrganization: 'DELETE /organizations/{organization_id}',
    getOrganizationMembershipList: 'GET /organizations/{organization_id}/memberships',
    getInstanceOrganizationMembershipList: 'GET /organization_memberships',
    createOrganizationMembership: 'POST /organizations/{organization_id}/memberships',
    updateOrganizationMembership: 'PATCH /organizations/{organization_id}/memberships/{user_id}',
    updateOrganizationMembershipMetadata: 'PATCH /organizations/{organization_id}/memberships/{user_id}/metadata',
    deleteOrganizationMembership: 'DELETE /organizations/{organization_id}/memberships/{user_id}',
    getOrganizationInvitationList: 'GET /organizations/{organization_id}/invitations',
    createOrganizationInvitation: 'POST /organizations/{organization_id}/invitations',
    createOrganizationInvitationBulk: 'POST /organizations/{organization_id}/invitations/bulk',
    getOrganizationInvitation: 'GET /organizations/{organization_id}/invitations/{invitation_id}',
    revokeOrganizationInvitation: 'POST /organizations/{organization_id}/invitations/{invitation_id}/revoke',
    getOrganizationDomainList: 'GET /organizations/{organization_id}/domains',
    createOrganizationDomain: 'POST /organizations/{organization_id}/domains',
    updateOrganizationDomain: 'PATCH /organizations/{organization_id}/domains/{domain_id}',
    deleteOrganizationDomain: 'DELETE /organizations/{organization_id}/domains/{domain_id}',
  },
  organizationPermissions: {
    getOrganizationPermissionList: 'GET /organization_permissions',
    getOrganizationPermission: 'GET /organization_permissions/{permission_id}',
    createOrganizationPermission: 'POST /organization_permissions',
    updateOrganizationPermission: 'PATCH /organization_permissions/{permission_id}',
    deleteOrganizationPermission: 'DELETE /organization_permissions/{permission_id}',
  },
  organizationRoles: {
    getOrganizationRoleList: 'GET /organization_roles',
    getOrganizationRole: 'GET /organization_roles/{organization_role_id}',
    createOrganizationRole: 'POST /organization_roles',
    updateOrganizationRole: 'PATCH /organization_roles/{organization_role_id}',
    deleteOrganizationRole: 'DELETE /organization_roles/{organization_role_id}',
    assignPermissionToOrganizationRole: 'POST /organization_roles/{organization_role_id}/permissions/{permission_id}',
    removePermissionFromOrganizationRole: 'DELETE /organization_roles/{organization_role_id}/permissions/{permission_id}',
  },
  proxyChecks: {
    verify: 'POST /proxy_checks',
  },
  redirectUrls: {
    getRedirectUrlList: 'GET /redirect_urls',
    getRedirectUrl: 'GET /redirect_urls/{redirect_url_id}',
    createRedirectUrl: 'POST /redirect_urls',
    deleteRedirectUrl: 'DELETE /redirect_urls/{redirect_url_id}',
  },
  roleSets: {
    getRoleSetList: 'GET /role_sets',
    getRoleSet: 'GET /role_sets/{role_set_key_or_id}',
    createRoleSet: 'POST /role_sets',
    updateRoleSet: 'PATCH /role_sets/{role_set_key_or_id}',
    addRolesToRoleSet: 'POST /role_sets/{role_set_key_or_id}/roles',
    replaceRoleInRoleSet: 'POST /role_sets/{role_set_key_or_id}/roles/replace',
    replaceRoleSet: 'POST /role_sets/{role_set_key_or_id}/replace',
  },
  samlConnections: {
    getSamlConnectionList: 'GET /saml_connections',
    createSamlConnection: 'POST /saml_connections',
    getSamlConnection: 'GET /saml_connections/{saml_connection_id}',
    updateSamlConnection: 'PATCH /saml_connections/{saml_connection_id}',
    deleteSamlConnection: 'DELETE /saml_connections/{saml_connection_id}',
  },
  users: {
    getOrganizationMembershipList: 'GET /users/{user_id}/organization_memberships',
    getOrganizationInvitationList: 'GET /users/{user_id}/organization_invitations',
  },
} as const

/** Below `<base>/api`, without a version: where Clerk's SDKs send what is about tokens of machines. */
export const unversionedOperations = {
  apiKeys: {
    list: 'GET /api_keys',
    create: 'POST /api_keys',
    get: 'GET /api_keys/{api_key_id}',
    update: 'PATCH /api_keys/{api_key_id}',
    delete: 'DELETE /api_keys/{api_key_id}',
    revoke: 'POST /api_keys/{api_key_id}/revoke',
    getSecret: 'GET /api_keys/{api_key_id}/secret',
    verify: 'POST /api_keys/verify',
  },
  idPOAuthAccessToken: {
    verify: 'POST /oauth_applications/access_tokens/verify',
  },
  m2m: {
    list: 'GET /m2m_tokens',
    createToken: 'POST /m2m_tokens',
    revokeToken: 'POST /m2m_tokens/{m2m_token_id}/revoke',
    verify: 'POST /m2m_tokens/verify',
  },
} as const
