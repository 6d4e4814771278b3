/**
 * Every operation that the server answers, of both APIs, one line each, spelled as in the specification. This module imports no schemas,
 * because the SDK and the browser client use it at run time; the schemas (`frontend-api/`, `backend-api/`) are only types there.
 */
export { unservedOperations, unversionedOperations } from './unserved-operations.js'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Splits a line, such as `PATCH /users/{user_id}`, into method and path. */
export const splitLine = (line: string) => line.split(' ') as [method: Method, path: string]

/** Frontend API, below `<base>/v1`, called by browsers. Methods other than GET and POST are sent as `POST …?_method=`. */
export const frontendOperations = {
  environment: {
    getEnvironment: 'GET /environment',
    updateEnvironment: 'PATCH /environment',
    getAccountPortal: 'GET /account_portal',
  },
  clients: {
    getClient: 'GET /client',
    createClient: 'POST /client',
    putClient: 'PUT /client',
    deleteClient: 'DELETE /client',
    clearSiteData: 'GET /clear-site-data',
  },
  signIns: {
    createSignIn: 'POST /client/sign_ins',
    getSignIn: 'GET /client/sign_ins/{sign_in_id}',
    prepareFirstFactor: 'POST /client/sign_ins/{sign_in_id}/prepare_first_factor',
    attemptFirstFactor: 'POST /client/sign_ins/{sign_in_id}/attempt_first_factor',
    prepareSecondFactor: 'POST /client/sign_ins/{sign_in_id}/prepare_second_factor',
    attemptSecondFactor: 'POST /client/sign_ins/{sign_in_id}/attempt_second_factor',
    resetPassword: 'POST /client/sign_ins/{sign_in_id}/reset_password',
  },
  signUps: {
    createSignUp: 'POST /client/sign_ups',
    getSignUp: 'GET /client/sign_ups/{sign_up_id}',
    updateSignUp: 'PATCH /client/sign_ups/{sign_up_id}',
    prepareSignUpVerification: 'POST /client/sign_ups/{sign_up_id}/prepare_verification',
    attemptSignUpVerification: 'POST /client/sign_ups/{sign_up_id}/attempt_verification',
  },
  sessions: {
    signOut: 'DELETE /client/sessions',
    getSession: 'GET /client/sessions/{session_id}',
    touchSession: 'POST /client/sessions/{session_id}/touch',
    endSession: 'POST /client/sessions/{session_id}/end',
    removeSession: 'POST /client/sessions/{session_id}/remove',
    createSessionToken: 'POST /client/sessions/{session_id}/tokens',
    createTokenFromTemplate: 'POST /client/sessions/{session_id}/tokens/{template_name}',
  },
  formerSessions: {
    exchangeFormerSession: 'POST /client/former_sessions',
  },
  me: {
    getMe: 'GET /me',
    updateMe: 'PATCH /me',
    deleteMe: 'DELETE /me',
    updateMyMetadata: 'PATCH /me/metadata',
    changePassword: 'POST /me/change_password',
    removePassword: 'POST /me/remove_password',
    setProfileImage: 'POST /me/profile_image',
    deleteProfileImage: 'DELETE /me/profile_image',
    listMySessions: 'GET /me/sessions',
    listMyActiveSessions: 'GET /me/sessions/active',
    revokeMySession: 'POST /me/sessions/{session_id}/revoke',
    listMyEmailAddresses: 'GET /me/email_addresses',
    createMyEmailAddress: 'POST /me/email_addresses',
    getMyEmailAddress: 'GET /me/email_addresses/{email_id}',
    deleteMyEmailAddress: 'DELETE /me/email_addresses/{email_id}',
    prepareMyEmailAddressVerification: 'POST /me/email_addresses/{email_id}/prepare_verification',
    attemptMyEmailAddressVerification: 'POST /me/email_addresses/{email_id}/attempt_verification',
    getOrganizationCreationDefaults: 'GET /me/organization_creation_defaults',
    createMyTotp: 'POST /me/totp',
    deleteMyTotp: 'DELETE /me/totp',
    attemptMyTotpVerification: 'POST /me/totp/attempt_verification',
    createMyBackupCodes: 'POST /me/backup_codes',
  },
  phoneNumbers: {
    listMyPhoneNumbers: 'GET /me/phone_numbers',
    createMyPhoneNumber: 'POST /me/phone_numbers',
    getMyPhoneNumber: 'GET /me/phone_numbers/{phone_number_id}',
    updateMyPhoneNumber: 'PATCH /me/phone_numbers/{phone_number_id}',
    deleteMyPhoneNumber: 'DELETE /me/phone_numbers/{phone_number_id}',
    prepareMyPhoneNumberVerification: 'POST /me/phone_numbers/{phone_number_id}/prepare_verification',
    attemptMyPhoneNumberVerification: 'POST /me/phone_numbers/{phone_number_id}/attempt_verification',
  },
  devBrowser: {
    createDevBrowser: 'POST /dev_browser',
    initDevBrowser: 'GET /dev_browser/init',
    setDevBrowserCookie: 'POST /dev_browser/set_first_party_cookie',
  },
} as const

/** Backend API, below `<base>/api/v1`, called by servers with the secret key. Each group is a property of `clerkClient`. */
export const backendOperations = {
  users: {
    getUserList: 'GET /users',
    getCount: 'GET /users/count',
    createUser: 'POST /users',
    getUser: 'GET /users/{user_id}',
    updateUser: 'PATCH /users/{user_id}',
    deleteUser: 'DELETE /users/{user_id}',
    updateUserMetadata: 'PATCH /users/{user_id}/metadata',
    replaceUserMetadata: 'PUT /users/{user_id}/metadata',
    banUser: 'POST /users/{user_id}/ban',
    unbanUser: 'POST /users/{user_id}/unban',
    banUsers: 'POST /users/ban',
    unbanUsers: 'POST /users/unban',
    lockUser: 'POST /users/{user_id}/lock',
    unlockUser: 'POST /users/{user_id}/unlock',
    updateUserProfileImage: 'POST /users/{user_id}/profile_image',
    deleteUserProfileImage: 'DELETE /users/{user_id}/profile_image',
    verifyPassword: 'POST /users/{user_id}/verify_password',
    removePassword: 'POST /users/{user_id}/remove_password',
    setPasswordCompromised: 'POST /users/{user_id}/password/set_compromised',
    unsetPasswordCompromised: 'POST /users/{user_id}/password/unset_compromised',
    verifyTOTP: 'POST /users/{user_id}/verify_totp',
    disableUserMFA: 'DELETE /users/{user_id}/mfa',
    deleteUserTOTP: 'DELETE /users/{user_id}/totp',
    deleteUserBackupCodes: 'DELETE /users/{user_id}/backup_code',
    replaceUserEmailAddress: 'PUT /users/{user_id}/email_address',
    replaceUserPhoneNumber: 'PUT /users/{user_id}/phone_number',
  },
  emailAddresses: {
    createEmailAddress: 'POST /email_addresses',
    getEmailAddress: 'GET /email_addresses/{email_address_id}',
    updateEmailAddress: 'PATCH /email_addresses/{email_address_id}',
    deleteEmailAddress: 'DELETE /email_addresses/{email_address_id}',
    prepareEmailAddressVerification: 'POST /email_addresses/{email_address_id}/prepare_verification',
    attemptEmailAddressVerification: 'POST /email_addresses/{email_address_id}/attempt_verification',
  },
  phoneNumbers: {
    getPhoneNumber: 'GET /phone_numbers/{phone_number_id}',
    createPhoneNumber: 'POST /phone_numbers',
    updatePhoneNumber: 'PATCH /phone_numbers/{phone_number_id}',
    deletePhoneNumber: 'DELETE /phone_numbers/{phone_number_id}',
  },
  sessions: {
    getSessionList: 'GET /sessions',
    createSession: 'POST /sessions',
    getSession: 'GET /sessions/{session_id}',
    revokeSession: 'POST /sessions/{session_id}/revoke',
    refreshSession: 'POST /sessions/{session_id}/refresh',
    verifySession: 'POST /sessions/{session_id}/verify',
    getToken: 'POST /sessions/{session_id}/tokens',
    createTokenFromTemplate: 'POST /sessions/{session_id}/tokens/{template_name}',
  },
  clients: {
    getClientList: 'GET /clients',
    getHandshakePayload: 'GET /clients/handshake_payload',
    verifyClient: 'POST /clients/verify',
    getClient: 'GET /clients/{client_id}',
  },
  allowlistIdentifiers: {
    getAllowlistIdentifierList: 'GET /allowlist_identifiers',
    createAllowlistIdentifier: 'POST /allowlist_identifiers',
    deleteAllowlistIdentifier: 'DELETE /allowlist_identifiers/{identifier_id}',
  },
  blocklistIdentifiers: {
    getBlocklistIdentifierList: 'GET /blocklist_identifiers',
    createBlocklistIdentifier: 'POST /blocklist_identifiers',
    deleteBlocklistIdentifier: 'DELETE /blocklist_identifiers/{identifier_id}',
  },
  instance: {
    getSettings: 'GET /instance/settings',
    updateSettings: 'PATCH /instance/settings',
    updateRestrictions: 'PATCH /instance/restrictions',
  },
  jwks: {
    getJwks: 'GET /jwks',
  },
  jwtTemplates: {
    list: 'GET /jwt_templates',
    get: 'GET /jwt_templates/{template_id}',
    create: 'POST /jwt_templates',
    update: 'PATCH /jwt_templates/{template_id}',
    delete: 'DELETE /jwt_templates/{template_id}',
  },
  signUps: {
    get: 'GET /sign_ups/{sign_up_attempt_id}',
    update: 'PATCH /sign_ups/{sign_up_attempt_id}',
  },
  socialConnections: {
    list: 'GET /social_connections',
    create: 'POST /social_connections',
    get: 'GET /social_connections/{provider}',
    update: 'PATCH /social_connections/{provider}',
    delete: 'DELETE /social_connections/{provider}',
  },
  testingTokens: {
    createTestingToken: 'POST /testing_tokens',
  },
  events: {
    list: 'GET /events',
  },
  webhookEndpoints: {
    list: 'GET /webhook_endpoints',
    create: 'POST /webhook_endpoints',
    get: 'GET /webhook_endpoints/{webhook_endpoint_id}',
    update: 'PATCH /webhook_endpoints/{webhook_endpoint_id}',
    delete: 'DELETE /webhook_endpoints/{webhook_endpoint_id}',
    rotateSecret: 'POST /webhook_endpoints/{webhook_endpoint_id}/rotate_secret',
    listDeliveries: 'GET /webhook_endpoints/{webhook_endpoint_id}/deliveries',
    replay: 'POST /webhook_endpoints/{webhook_endpoint_id}/replay',
    retryDelivery: 'POST /webhook_deliveries/{webhook_delivery_id}/retry',
  },
  webhooks: {
    createSvixApp: 'POST /webhooks/svix',
    generateSvixAuthURL: 'POST /webhooks/svix_url',
    deleteSvixApp: 'DELETE /webhooks/svix',
  },
} as const
