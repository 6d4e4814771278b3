/**
 * The closed catalogue of refusals. Codes, statuses and parameter names are Clerk's, because its clients rely on them; the words are ours.
 * Verbs throw these errors; one place in the server turns them into answers.
 */
export interface ErrorEntry {
  code: string
  message: string
  long_message: string
  meta: Record<string, unknown>
}

/** A refusal with its HTTP status and one or more entries. */
export class ApiError extends Error {
  readonly status: number
  readonly errors: ErrorEntry[]
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, errors: ErrorEntry[], retryAfterSeconds?: number) {
    super(errors[0]?.message ?? 'Refused')
    this.name = 'ApiError'
    this.status = status
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }

  toJSON(traceId: string) {
    return { errors: this.errors, clerk_trace_id: traceId }
  }
}

export function entry(code: string, message: string, longMessage = message, meta: Record<string, unknown> = {}): ErrorEntry {
  return { code, message, long_message: longMessage, meta }
}

const refuse = (status: number, code: string, message: string, longMessage?: string) =>
  new ApiError(status, [entry(code, message, longMessage)])

/** A refusal of one parameter. */
const refuseParameter = (status: number, code: string, parameter: string, message: string, longMessage?: string) =>
  new ApiError(status, [entry(code, message, longMessage, { param_name: parameter })])

/** The numbers in the messages, for pages that say the same in another language. */
type Bounds = Partial<Record<'min_length' | 'max_length' | 'limit', number>>

const refuseWith = (
  status: number,
  code: string,
  bounds: Bounds & { param_name?: string },
  message: string,
  longMessage?: string,
) => new ApiError(status, [entry(code, message, longMessage, bounds)])

const maxNameLength = 64

export const parameterErrors = {
  /** The name comes from the caller, so a long one is shortened. */
  unknown: (sent: string) => {
    const name = sent.length > maxNameLength ? `${sent.slice(0, maxNameLength)}…` : sent
    return entry('form_param_unknown', 'is unknown', `${name} is not a valid parameter for this request.`, { param_name: name })
  },
  missing: (name: string) => entry('form_param_missing', 'is missing', `${name} must be included.`, { param_name: name }),
  nil: (name: string) => entry('form_param_nil', 'cannot be blank', `Enter ${words(name)}.`, { param_name: name }),
  type: (name: string) =>
    entry('form_param_type_invalid', 'is of the wrong type', `${name} has the wrong type.`, { param_name: name }),
  format: (name: string, message: string) =>
    entry('form_param_format_invalid', 'is invalid', `${capitalized(words(name))} ${message}.`, { param_name: name }),
  value: (name: string, message: string) =>
    entry('form_param_value_invalid', 'is invalid', `${name} ${message}.`, { param_name: name }),
  coded: (code: string, name: string, message: string, bounds: Bounds = {}) =>
    entry(code, 'is invalid', `${capitalized(words(name))} ${message}.`, { param_name: name, ...bounds }),
  tooLong: (name: string, maximum: number) =>
    entry(
      'form_param_max_length_exceeded',
      'is too long',
      `${capitalized(words(name))} must have ${maximum} characters or fewer.`,
      { param_name: name, max_length: maximum },
    ),
}

export const errors = {
  // Parameters
  formParamUnknown: (name: string) => new ApiError(422, [parameterErrors.unknown(name)]),
  formParamMissing: (name: string) => new ApiError(422, [parameterErrors.missing(name)]),
  /** Of an address that is opened, not of a form. */
  queryParamMissing: (name: string) => new ApiError(400, [parameterErrors.missing(name)]),
  formParamNil: (name: string) => new ApiError(422, [parameterErrors.nil(name)]),
  formParamFormatInvalid: (name: string, message = 'has an invalid format') =>
    new ApiError(422, [parameterErrors.format(name, message)]),
  formParamTypeInvalid: (name: string) => new ApiError(422, [parameterErrors.type(name)]),
  formParamValueInvalid: (name: string, message = 'has an invalid value') =>
    new ApiError(422, [parameterErrors.value(name, message)]),
  formDataMissing: (names: string[]) =>
    new ApiError(422, [
      entry('form_data_missing', 'missing data', `This instance also asks for ${names.join(' and ')}.`, { param_names: names }),
    ]),
  formParamMaxLengthExceeded: (name: string, maximum: number) => new ApiError(422, [parameterErrors.tooLong(name, maximum)]),

  // Identifiers, passwords and codes
  formIdentifierNotFound: () =>
    refuseParameter(
      422,
      'form_identifier_not_found',
      'identifier',
      "Couldn't find your account.",
      'No account was found with this identifier. Check it for typos, or sign up.',
    ),
  formIdentifierExists: (name: string) =>
    refuseParameter(
      422,
      'form_identifier_exists',
      name,
      'That identifier is taken.',
      takenMessages[name] ?? `This ${words(name)} is taken. Try another.`,
    ),
  /** The lists of the instance keep them out. */
  notAllowedAccess: (identifier: string) =>
    refuse(403, 'not_allowed_access', 'Access not allowed.', `${identifier} is not allowed to access this application.`),
  formEmailAddressBlocked: (kind: 'subaddress' | 'disposable') =>
    refuseParameter(
      422,
      'form_email_address_blocked',
      'email_address',
      'This email address is not taken here.',
      kind === 'subaddress'
        ? 'Use an address without +, = and # before the @.'
        : 'Use an address of your own: those of services for temporary mail are not taken.',
    ),
  captchaMissingToken: () =>
    refuse(400, 'captcha_missing_token', 'The check for people is missing.', 'Send `captcha_token`, as the widget gives it.'),
  captchaInvalid: () =>
    refuse(400, 'captcha_invalid', 'The check for people failed.', 'The check for people failed. Try it again.'),
  /** The service that verifies tokens gave no answer: nobody is let through. */
  captchaUnavailable: () =>
    refuse(
      503,
      'captcha_unavailable',
      'The check for people is out of reach.',
      'The check for people is out of reach. Try again later.',
    ),
  formPasswordIncorrect: (name = 'password') =>
    refuseParameter(422, 'form_password_incorrect', name, 'Password is incorrect. Try again, or use another method.'),
  /** Used with enumeration protection: does not say which of the two is wrong. */
  formPasswordOrIdentifierIncorrect: () =>
    refuseParameter(
      422,
      'form_password_or_identifier_incorrect',
      'password',
      'Password or identifier is incorrect. Try again, or use another method.',
    ),
  formPasswordDigestInvalid: (hasher: string) =>
    refuseParameter(
      422,
      'form_password_digest_invalid_code',
      'password_digest',
      'is invalid',
      `password_digest is not spelled as a digest of ${hasher}, or takes too long to check.`,
    ),
  incorrectPassword: () => refuseParameter(422, 'incorrect_password', 'password', 'The password is incorrect.'),
  formPasswordLengthTooShort: (name: string, minimum: number) =>
    refuseWith(
      422,
      'form_password_length_too_short',
      { param_name: name, min_length: minimum },
      `Passwords must have at least ${minimum} characters.`,
    ),
  formPasswordLengthTooLong: (name: string, maximum: number) =>
    refuseWith(
      422,
      'form_password_length_too_long',
      { param_name: name, max_length: maximum },
      `Passwords must have at most ${maximum} characters.`,
    ),
  formPasswordCompromised: () =>
    refuseParameter(
      422,
      'form_password_compromised',
      'password',
      'This password may be known to others.',
      'Reset your password, or use another way to sign in.',
    ),
  formPasswordPwned: (name: string) =>
    refuseParameter(
      422,
      'form_password_pwned',
      name,
      'This password is one of the most common.',
      'This password is one that guessers try first. Please choose another one.',
    ),
  formPasswordMatchesIdentifier: (name: string) =>
    refuseParameter(
      422,
      'form_password_matches_identifier',
      name,
      "The password can't be your email address or username.",
      "Your password can't be your email address or username. Please choose another one.",
    ),
  /** Clerk's pages have their own text for each suggestion's code. */
  formPasswordNotStrongEnough: (name: string, suggestion: keyof typeof passwordSuggestions) => {
    const message = passwordSuggestions[suggestion]
    const zxcvbn = { suggestions: [{ code: suggestion, message }] }
    return new ApiError(422, [
      entry(
        'form_password_not_strong_enough',
        'The password is not strong enough.',
        `This password is easy to guess. ${message}`,
        {
          param_name: name,
          zxcvbn,
        },
      ),
    ])
  },
  formCodeIncorrect: () =>
    refuseParameter(422, 'form_code_incorrect', 'code', 'is incorrect', 'The code is incorrect. Check it and try again.'),

  // Verifications
  verificationExpired: () =>
    refuse(400, 'verification_expired', 'This verification has expired.', 'This code is no longer valid. Ask for a new one.'),
  verificationFailed: () =>
    refuse(400, 'verification_failed', 'Too many failed attempts.', 'This code was tried too often. Ask for a new one.'),
  verificationMissing: () =>
    refuse(400, 'verification_missing', 'The verification was not started.', 'Prepare a verification before you attempt it.'),
  verificationAlreadyVerified: () => refuse(400, 'verification_already_verified', 'This verification has already been verified.'),
  ticketInvalid: () =>
    refuse(400, 'ticket_invalid_code', 'This ticket is invalid.', 'This link is not valid. Ask for another one.'),
  ticketExpired: () =>
    refuse(400, 'ticket_expired_code', 'This ticket has expired.', 'This link is too old. Ask for another one.'),
  signInTokenUsed: () =>
    refuse(
      400,
      'sign_in_token_already_used_code',
      'This sign-in token was used already.',
      'This link was used already: it works once. Ask for another one.',
    ),
  signInTokenRevoked: () =>
    refuse(400, 'sign_in_token_revoked_code', 'This sign-in token was revoked.', 'This link was withdrawn. Ask for another one.'),
  signInTokenCannotBeRevoked: (status: string) =>
    refuse(
      400,
      'sign_in_token_cannot_be_revoked_code',
      'This sign-in token cannot be revoked.',
      `The sign-in token is ${status}; only one that is pending can be revoked.`,
    ),
  invitationAccepted: () =>
    refuse(
      400,
      'invitation_already_accepted',
      'This invitation was accepted already.',
      'This invitation was accepted already. Sign in instead.',
    ),
  invitationRevoked: () =>
    refuse(
      400,
      'revoked_invitation',
      'This invitation was revoked.',
      'This invitation was withdrawn. Ask the people who run this application for another one.',
    ),
  invitationAlreadyRevoked: () => refuse(400, 'invitation_already_revoked', 'This invitation was revoked already.'),
  invitationExists: () =>
    refuseParameter(
      400,
      'duplicate_record',
      'email_address',
      'There is an invitation already.',
      'There is a pending invitation for this email address. Revoke it first, or pass ignore_existing.',
    ),
  invitationForNobody: () =>
    refuse(
      400,
      'invitation_account_not_exists',
      'Nobody has this address yet.',
      'There is no account with the invited address yet. Sign up with the invitation.',
    ),
  invitationForUser: () =>
    refuse(
      400,
      'invitation_account_exists',
      'Somebody has this address already.',
      'There is an account with the invited address already. Sign in instead.',
    ),
  signInTokenNotInSignIn: () =>
    refuse(
      400,
      'sign_in_token_not_in_sign_in_code',
      'This is no invitation.',
      'This link signs in: it is no invitation to sign up.',
    ),
  invitationForOther: () =>
    refuseParameter(
      422,
      'form_param_value_invalid',
      'email_address',
      'is invalid',
      'The invitation is for another email address, and cannot be accepted with this one.',
    ),
  waitlistEntryConflict: (status: string) => refuse(409, 'conflict', 'Not possible any more', `The waitlist entry is ${status}.`),
  signUpRestricted: () =>
    refuse(
      403,
      'sign_up_mode_restricted',
      'Sign-ups are closed.',
      'Only people who are invited can sign up. Ask the people who run this application for an invitation.',
    ),
  signUpByWaitlist: () =>
    refuse(
      403,
      'sign_up_restricted_waitlist',
      'Sign-ups are closed for now.',
      'Join the waitlist: you can sign up once you are invited.',
    ),
  mailAddressMissing: () =>
    refuse(
      422,
      'public_url_missing',
      'This server does not know its own address.',
      'Links in mail need the address of this server: set publicUrl, or FRONTDESK_PUBLIC_URL.',
    ),
  strategyForUserInvalid: () =>
    refuseParameter(400, 'strategy_for_user_invalid', 'strategy', 'This strategy is not available for this account.'),
  passwordNotSet: () => refuse(400, 'no_password_set', 'This account has no password.'),
  passwordRequired: () =>
    refuse(400, 'password_required', 'A password is required.', 'This account needs its password to sign in.'),
  unsupportedCountryCode: (name: string, country: string | null) =>
    refuseParameter(
      422,
      'unsupported_country_code',
      name,
      'Phone numbers of this country are not supported.',
      `Phone numbers of ${country ?? 'no country'} can't be used here. Use a number of another country.`,
    ),
  phoneNumberQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'phone_number_quota_exceeded',
      { param_name: 'phone_number', limit: maximum },
      'Too many phone numbers.',
      `An account can have at most ${maximum} phone numbers. Remove one of them first.`,
    ),
  web3WalletQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'web3_wallet_quota_exceeded',
      { param_name: 'web3_wallet', limit: maximum },
      'Too many wallets.',
      `An account can have at most ${maximum} wallets. Remove one of them first.`,
    ),
  web3SignatureIncorrect: () =>
    refuseParameter(
      422,
      'web3_signature_incorrect',
      'signature',
      'The signature is not of this wallet.',
      'The wallet signed another message, or is another one than was named. Try again.',
    ),
  totpAlreadyEnabled: () =>
    refuse(
      400,
      'totp_already_enabled',
      'An authenticator app is set up already.',
      'Remove the authenticator app before you add another one.',
    ),
  totpNotEnabled: () =>
    refuse(
      400,
      'totp_not_enabled',
      'No authenticator app is set up.',
      'This account has no authenticator app and no backup codes.',
    ),
  secondFactorMissing: () =>
    refuse(
      400,
      'second_factor_missing',
      'No two-step verification is set up.',
      'Backup codes stand in for another method of two-step verification. Set one up first.',
    ),
  emailAddressQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'email_address_quota_exceeded',
      { param_name: 'email_address', limit: maximum },
      'Too many email addresses.',
      `An account can have at most ${maximum} email addresses. Remove one of them first.`,
    ),
  lastIdentificationDeletionFailed: () =>
    refuse(
      400,
      'identification_deletion_failed',
      "The last verified identifier can't be removed.",
      'You need at least one verified identifier. Add and verify another one first.',
    ),
  lastRequiredIdentificationDeletionFailed: () =>
    refuse(
      400,
      'last_required_identification_deletion_failed',
      "The last verified e-mail address can't be removed.",
      'You need at least one verified e-mail address. Add and verify another one first.',
    ),

  // Passkeys
  /** Says nothing of what was wrong: who signs in by a passkey types nothing that they could mend. */
  passkeyAuthenticationFailure: () =>
    refuse(
      400,
      'passkey_authentication_failure',
      'The passkey was not accepted.',
      'Signing in with this passkey failed. Try again, or use another method.',
    ),
  passkeyRegistrationFailed: () =>
    refuse(400, 'passkey_registration_failed', 'The passkey was not accepted.', 'This passkey could not be added. Try again.'),
  passkeyInvalidPublicKeyCredential: () =>
    refuseParameter(
      422,
      'passkey_invalid_public_key_credential',
      'public_key_credential',
      'is invalid',
      'This is not a credential as browsers make them for passkeys.',
    ),
  passkeyInvalidVerification: () =>
    refuse(
      400,
      'passkey_invalid_verification',
      'The passkey answers another question.',
      'This passkey answers a question that was not asked here. Try again.',
    ),
  passkeyNotRegistered: () =>
    refuse(
      404,
      'passkey_not_registered',
      'This passkey is not known here.',
      'This passkey belongs to no account here any more. Remove it from your device, or use another method.',
    ),
  passkeyAlreadyExists: () =>
    refuse(
      400,
      'passkey_already_exists',
      'This passkey exists already.',
      'This device has a passkey for an account here already.',
    ),
  passkeyQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'passkey_quota_exceeded',
      { limit: maximum },
      'Too many passkeys.',
      `An account can have at most ${maximum} passkeys. Remove one of them first.`,
    ),

  deleteSelfDisabled: () => refuse(403, 'user_delete_self_not_enabled', "This account can't delete itself."),

  // Accounts of other services
  oauthTokenRetrievalError: () =>
    refuse(
      422,
      'oauth_token_retrieval_error',
      'The token could not be refreshed.',
      'The token is over, and the provider gives no newer one. Have the user connect the account once more.',
    ),
  externalAccountExists: () =>
    refuse(
      422,
      'external_account_exists',
      'This external account already exists.',
      'This account is already connected. Sign in with it, or use another one.',
    ),
  externalAccountNotFound: () =>
    refuse(
      422,
      'external_account_not_found',
      'The external account was not found.',
      'Nobody has signed up with this account yet.',
    ),
  externalAccountToConnect: () =>
    refuse(
      422,
      'external_account_to_connect',
      'Sign in once more to connect this account.',
      'You already have an account with this email address. Sign in to it, and the two are connected.',
    ),
  accountTransferInvalid: () =>
    refuse(
      400,
      'account_transfer_invalid',
      'There is no account to go on with.',
      'There is no account to go on with. Please start again.',
    ),
  oauthAccessDenied: () =>
    refuse(422, 'oauth_access_denied', 'You did not allow access to your account.', 'You did not allow access to your account.'),
  oauthTokenExchangeError: () =>
    refuse(
      422,
      'oauth_token_exchange_error',
      'The provider did not confirm who you are.',
      'The provider did not confirm who you are. Try again, or use another method.',
    ),
  oauthFetchUserError: () =>
    refuse(
      422,
      'oauth_fetch_user_error',
      'The provider did not say who you are.',
      'The provider did not say who you are. Try again, or use another method.',
    ),
  oauthProviderUnavailable: () =>
    refuse(
      502,
      'oauth_provider_unavailable',
      'The provider does not answer.',
      'The provider does not answer at the moment. Try again later, or use another method.',
    ),
  oauthStateInvalid: () =>
    refuse(
      400,
      'oauth_state_invalid',
      'This way back is not open.',
      'This way back from a provider was used already, took too long, or began in another browser. Please start again.',
    ),

  // Sessions
  /** clerk-js knows the code, asks for a factor once more and repeats the call. */
  sessionReverificationRequired: (level: string, afterMinutes: number) =>
    new ApiError(403, [
      entry(
        'session_reverification_required',
        'Reverification required',
        `Verify once more that it is you: the last time was more than ${afterMinutes} minutes ago.`,
        { reverification: { level, afterMinutes } },
      ),
    ]),
  signedOut: () => refuse(401, 'signed_out', 'You are signed out.'),
  authenticationInvalid: () => refuse(401, 'authentication_invalid', 'Invalid authentication.', 'Sign in again to go on.'),
  devBrowserUnauthenticated: () => refuse(401, 'dev_browser_unauthenticated', 'Unknown development browser.'),
  /** Clerk's pages continue with the session in `meta`. */
  identifierAlreadySignedIn: (sessionId: string) =>
    new ApiError(400, [entry('identifier_already_signed_in', "You're already signed in.", undefined, { session_id: sessionId })]),
  sessionExists: () =>
    refuse(400, 'session_exists', "You're already signed in.", 'Sign out first: one account at a time can be signed in here.'),
  sessionQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'session_quota_exceeded',
      { limit: maximum },
      'Too many accounts are signed in here.',
      `At most ${maximum} accounts can be signed in on one browser. Sign out of one of them first.`,
    ),
  userLocked: (seconds: number) =>
    new ApiError(
      403,
      [
        entry(
          'user_locked',
          'Account locked',
          `This account is locked after too many failed attempts. Try again in ${inWords(seconds)}.`,
          { lockout_expires_in_seconds: seconds },
        ),
      ],
      seconds,
    ),
  userBanned: () =>
    refuse(
      403,
      'user_banned',
      'This account has been suspended.',
      'This account has been suspended. Ask the people who run this application.',
    ),

  /** Neither 401 nor 422, by which clerk-js takes people for signed out. */
  sessionClaimsTooLarge: (bytes: number, maximum: number) =>
    refuse(
      400,
      'session_claims_too_large',
      'The claims of the session token are too large.',
      `The claims that this instance adds to session tokens take ${bytes} bytes for this user, and a cookie has room for ${Math.floor(maximum)}. Keep less in the user's metadata, or name what is needed of it in session_claims.`,
    ),

  // Templates of tokens
  jwtTemplateNotFound: (name: string) =>
    refuse(
      404,
      'resource_not_found',
      'JWT template not found',
      `There is no JWT template named ${name.slice(0, maxNameLength)}.`,
    ),
  jwtTemplateReservedClaim: (name: string) =>
    refuseParameter(
      400,
      'jwt_template_reserved_claim',
      'claims',
      'reserved claim used',
      `The claim ${name} is reserved: tokens have it by themselves.`,
    ),
  templateClaimsTooLarge: (bytes: number, maximum: number) =>
    refuse(
      400,
      'template_claims_too_large',
      'The claims of this token are too large.',
      `The claims of this token take ${bytes} bytes for this user; at most ${maximum} are signed. Keep less in the user's metadata, or name what is needed of it in the template.`,
    ),

  // Settings
  settingLocked: (name: string, place: string) =>
    new ApiError(422, [
      entry('setting_locked', 'is set elsewhere', `${name} is set ${place}. Change it there.`, { param_name: name, set: place }),
    ]),
  preconditionFailed: (version: number) =>
    refuse(
      412,
      'precondition_failed',
      'This was changed meanwhile.',
      `This was changed meanwhile: the version is ${version} now. Read it again, and then change it.`,
    ),

  // Webhooks
  webhookEndpointQuotaExceeded: (maximum: number) =>
    refuseWith(
      403,
      'webhook_endpoint_quota_exceeded',
      { limit: maximum },
      'Too many webhook endpoints.',
      `An instance can have at most ${maximum} webhook endpoints. Delete one of them first.`,
    ),

  // Resources
  resourceNotFound: () => refuse(404, 'resource_not_found', 'Resource not found'),
  operationUnserved: (line: string) =>
    refuse(404, 'resource_not_found', 'Not answered yet', `This server does not answer ${line} yet.`),
  featureNotEnabled: (name: string) =>
    refuseParameter(403, 'feature_not_enabled', name, 'Not enabled', `${name} is not enabled on this instance.`),
  imageTooLarge: () =>
    refuseParameter(413, 'image_too_large', 'file', 'The image is too large.', 'Choose an image of 10 MB or less.'),
  imageTooManyPixels: () =>
    refuseParameter(
      422,
      'image_too_large',
      'file',
      'The image has too many pixels.',
      'Choose a smaller image: 4,000 by 3,000 pixels are enough for every type.',
    ),
  imageTypeNotSupported: () =>
    refuseParameter(
      422,
      'image_type_not_supported',
      'file',
      'This file is not an image we can read.',
      'Choose a JPEG, PNG, GIF, WebP or AVIF image.',
    ),

  // Requests
  authorizationHeaderFormatInvalid: () =>
    refuse(
      401,
      'authorization_header_format_invalid',
      'Invalid Authorization header format',
      'Send the secret key as `Authorization: Bearer sk_…`.',
    ),
  clerkKeyInvalid: () =>
    refuse(
      401,
      'clerk_key_invalid',
      'The provided secret key is invalid.',
      'This is not the secret key of this instance. `npx frontdesk keys` prints it.',
    ),
  originMissing: () =>
    refuse(
      400,
      'origin_missing',
      'The Origin header is missing.',
      'A request that carries cookies must name the origin of its page.',
    ),
  originInvalid: () =>
    refuse(
      400,
      'origin_invalid',
      'Invalid HTTP Origin header',
      'This origin may not call the Frontend API. Allow it with FRONTDESK_ALLOWED_ORIGINS, or let the proxy before this server keep the Host header.',
    ),
  nativeApiDisabled: () =>
    refuse(
      400,
      'native_api_disabled',
      'Native API disabled',
      'This server knows browsers by their cookies and serves no native apps. Show its pages in a web view instead.',
    ),
  redirectUrlInvalid: (name = 'redirect_url') =>
    refuseParameter(422, 'invalid_url', name, 'This URL is not one to redirect to.', `${name} must lead to this application.`),
  methodOverrideInvalid: () =>
    refuseParameter(
      400,
      'method_override_invalid',
      '_method',
      'is invalid',
      '_method may be PATCH, PUT or DELETE, on a POST request.',
    ),
  requestBodyInvalid: () =>
    refuse(400, 'request_body_invalid', 'Request body invalid', 'The body could not be read as its content type says.'),
  requestBodyTooLarge: () => refuse(413, 'request_body_too_large', 'Request body too large'),
  /** The app's mistake, not the caller's: the message is for who runs it. */
  requestBodyConsumed: () =>
    refuse(
      500,
      'request_body_consumed',
      'Request body consumed',
      'A middleware of this app has read the body of the request and left nothing that proves to be all of it: mount app.use(frontdesk()) before body parsers and uploads, or let them keep the bytes in request.rawBody.',
    ),
  requestTimeout: () => refuse(408, 'request_timeout', 'Request timeout', 'The body of the request did not arrive in time.'),
  unsupportedContentType: () => refuse(415, 'unsupported_content_type', 'Unsupported content type', 'Send JSON or a form.'),
  tooManyRequests: (seconds: number) =>
    new ApiError(
      429,
      [
        entry(
          'too_many_requests',
          'Too many requests. Please try again in a bit.',
          `Too many requests. Try again in ${inWords(seconds)}.`,
        ),
      ],
      seconds,
    ),
  serviceUnavailable: (seconds = 1) =>
    new ApiError(
      503,
      [
        entry(
          'service_unavailable',
          'The service is unavailable for a moment.',
          `The service is unavailable for a moment. Try again in ${inWords(seconds)}.`,
        ),
      ],
      seconds,
    ),
  /** The app's own sentence, for the person who reads it. */
  hookRefused: (sentence: string, parameter?: string) =>
    new ApiError(422, [entry('hook_refused', sentence, sentence, parameter === undefined ? {} : { param_name: parameter })]),
  hookFailed: () =>
    refuse(
      500,
      'hook_failed',
      'Something went wrong on our side.',
      'Something went wrong on our side, and nothing was changed. The log has the details under this trace id.',
    ),
  internalError: () =>
    refuse(
      500,
      'internal_clerk_error',
      'Something went wrong on our side.',
      'Something went wrong on our side. The log has the details under this trace id.',
    ),
}

const takenMessages: Record<string, string> = {
  email_address: 'That email address is taken. Please try another, or sign in.',
  phone_number: 'That phone number is taken. Please try another, or sign in.',
  web3_wallet: 'That wallet belongs to an account already. Sign in with it, or use another one.',
  username: 'That username is taken. Please try another.',
  identifier: 'That identifier is on the list already.',
}

const passwordSuggestions = {
  anotherWord: 'Add more words that say nothing about you.',
  repeated: 'Avoid repeated words and characters.',
  sequences: 'Avoid letters, digits and keys in a row.',
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

/** A parameter's name in plain words: `email address` for `email_address`, and for `email_address.0`, an entry of a list. */
const words = (name: string) =>
  name
    .replace(/(\.\d+)+$/, '')
    .replace(/^.*\./, '')
    .replaceAll('_', ' ')
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
