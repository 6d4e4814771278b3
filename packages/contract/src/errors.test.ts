import { describe, expect, test } from 'vitest'
import { ApiError, backendApi, errors, frontendApi, type Operation, zodToErrors } from './index.js'

describe('the catalogue', () => {
  test('an error says what clients read: code, two messages, meta and a trace id', () => {
    expect(errors.formIdentifierExists('email_address').toJSON('trace')).toEqual({
      errors: [
        {
          code: 'form_identifier_exists',
          message: 'That identifier is taken.',
          long_message: 'That email address is taken. Please try another, or sign in.',
          meta: { param_name: 'email_address' },
        },
      ],
      clerk_trace_id: 'trace',
    })
  })

  test.each([
    [errors.formIdentifierNotFound(), 422, 'form_identifier_not_found', { param_name: 'identifier' }],
    [errors.formPasswordIncorrect(), 422, 'form_password_incorrect', { param_name: 'password' }],
    [errors.formCodeIncorrect(), 422, 'form_code_incorrect', { param_name: 'code' }],
    [errors.formParamUnknown('color'), 422, 'form_param_unknown', { param_name: 'color' }],
    [
      errors.formPasswordLengthTooShort('password', 8),
      422,
      'form_password_length_too_short',
      { param_name: 'password', min_length: 8 },
    ],
    [errors.verificationExpired(), 400, 'verification_expired', {}],
    [errors.verificationFailed(), 400, 'verification_failed', {}],
    [errors.strategyForUserInvalid(), 400, 'strategy_for_user_invalid', { param_name: 'strategy' }],
    [errors.identifierAlreadySignedIn('sess_1'), 400, 'identifier_already_signed_in', { session_id: 'sess_1' }],
    [errors.sessionExists(), 400, 'session_exists', {}],
    [errors.lastIdentificationDeletionFailed(), 400, 'identification_deletion_failed', {}],
    [errors.signedOut(), 401, 'signed_out', {}],
    [errors.authenticationInvalid(), 401, 'authentication_invalid', {}],
    [errors.clerkKeyInvalid(), 401, 'clerk_key_invalid', {}],
    [errors.authorizationHeaderFormatInvalid(), 401, 'authorization_header_format_invalid', {}],
    [errors.userBanned(), 403, 'user_banned', {}],
    [errors.resourceNotFound(), 404, 'resource_not_found', {}],
    [errors.originInvalid(), 400, 'origin_invalid', {}],
    [errors.originMissing(), 400, 'origin_missing', {}],
    [errors.nativeApiDisabled(), 400, 'native_api_disabled', {}],
    [errors.requestBodyInvalid(), 400, 'request_body_invalid', {}],
    [errors.unsupportedContentType(), 415, 'unsupported_content_type', {}],
    [errors.internalError(), 500, 'internal_clerk_error', {}],
  ])('the error %s is spelled as clients know it', (error, status, code, meta) => {
    expect(error).toBeInstanceOf(ApiError)
    expect([error.status, error.errors[0]?.code, error.errors[0]?.meta]).toEqual([status, code, meta])
  })

  test('a wrong password and a wrong code are incorrect, the word that Clerk’s pages and tests look for', () => {
    for (const { errors: entries } of [errors.formPasswordIncorrect(), errors.formCodeIncorrect(), errors.incorrectPassword()])
      for (const text of [entries[0]!.message, entries[0]!.long_message]) expect(text).toContain('is incorrect')
  })

  test('waiting times go out as seconds for machines and in words for people', () => {
    const throttled = errors.tooManyRequests(30)
    expect([throttled.status, throttled.retryAfterSeconds]).toEqual([429, 30])
    expect(throttled.errors[0]?.long_message).toContain('30 seconds')

    const locked = errors.userLocked(3600)
    expect([locked.status, locked.retryAfterSeconds, locked.errors[0]?.code]).toEqual([403, 3600, 'user_locked'])
    expect(locked.errors[0]?.meta).toEqual({ lockout_expires_in_seconds: 3600 })
    expect(locked.errors[0]?.long_message).toContain('60 minutes')
  })
})

test.each([
  ['unknown names', Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`name${at}`, 1]))],
  ['wrong items of a list', { email_address: Array(90).fill(1) }],
])('attack: a refusal of many %s tells ten of them', (_kind, sent) => {
  const parsed = backendApi.users.createUser.shapes.body.safeParse(sent, { reportInput: true })
  expect(zodToErrors(parsed.error!).errors).toHaveLength(10)
})

test('the lengths of a name go out as numbers, for pages in other languages', () => {
  const parsed = frontendApi.me.updateMe.shapes.body.safeParse(
    { username: 'abc', first_name: 'x'.repeat(300) },
    { reportInput: true },
  )
  expect(zodToErrors(parsed.error!).errors.map(({ meta }) => meta)).toEqual([
    { param_name: 'first_name', max_length: 256 },
    { param_name: 'username', min_length: 4, max_length: 64 },
  ])
})

test('attack: a refusal repeats no long name', () => {
  const parsed = frontendApi.me.updateMe.shapes.body.safeParse({ ['x'.repeat(30_000)]: 1 }, { reportInput: true })
  expect(JSON.stringify(zodToErrors(parsed.error!)).length).toBeLessThan(500)
})

describe("a schema's complaint becomes the entry of its parameter", () => {
  const { signUps, me } = frontendApi
  const { users, sessions } = backendApi
  const cases: [Operation, object, [string, string][]][] = [
    [me.createMyEmailAddress, {}, [['form_param_missing', 'email_address']]],
    [me.createMyEmailAddress, { email_address: 'nobody' }, [['form_param_format_invalid', 'email_address']]],
    [me.createMyEmailAddress, { email_address: 7 }, [['form_param_type_invalid', 'email_address']]],
    [
      me.createMyEmailAddress,
      { email_address: `${'a'.repeat(300)}@b.co` },
      [['form_param_max_length_exceeded', 'email_address']],
    ],
    [me.changePassword, { new_password: '' }, [['form_param_nil', 'new_password']]],
    [signUps.createSignUp, { email_address: 'nobody' }, [['form_param_format_invalid', 'email_address']]],
    [signUps.createSignUp, { legal_accepted: 'perhaps' }, [['form_param_type_invalid', 'legal_accepted']]],
    [signUps.createSignUp, { favourite_colour: 'blue' }, [['form_param_unknown', 'favourite_colour']]],
    [signUps.createSignUp, { username: 'abc' }, [['form_username_invalid_length', 'username']]],
    [signUps.createSignUp, { username: 'a b c d' }, [['form_username_invalid_character', 'username']]],
    [signUps.createSignUp, { username: '2026-11' }, [['form_username_needs_non_number_char', 'username']]],
    [users.getUserList, { limit: '501' }, [['form_param_value_invalid', 'limit']]],
    [users.getUserList, { created_at_after: 'yesterday' }, [['form_param_type_invalid', 'created_at_after']]],
    [users.createUser, { created_at: 'yesterday' }, [['form_param_invalid_time', 'created_at']]],
    [users.createUser, { email_address: ['a@b.co', 5] }, [['form_param_type_invalid', 'email_address.1']]],
    [users.verifyPassword, { password: null }, [['form_param_type_invalid', 'password']]],
    [sessions.getSessionList, { status: 'asleep' }, [['form_param_value_invalid', 'status']]],
    [
      me.updateMe,
      { first_name: 1, banned: 'false', id: 'user_1' },
      [
        ['form_param_type_invalid', 'first_name'],
        ['form_param_unknown', 'banned'],
        ['form_param_unknown', 'id'],
      ],
    ],
  ]

  test.each(cases)('$id refuses %j with the entry of its parameter', ({ shapes }, values, expected) => {
    const parsed = (shapes.body ?? shapes.query)!.safeParse(values, { reportInput: true })
    const refusal = zodToErrors(parsed.error!)
    expect(refusal.status).toBe(422)
    expect(refusal.errors.map(({ code, meta }) => [code, meta.param_name])).toEqual(expected)
  })
})
