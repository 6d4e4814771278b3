import { type ApiError, english, errors } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { type ErrorLine, RequestFailure, refusal, strangeAnswer } from '../client/failure.js'
import { errorText, failureText } from './error-text.js'

const lineOf = (error: ApiError): ErrorLine => error.errors[0]! as ErrorLine // as it arrives, once JSON has carried it

test.each([
  [errors.formParamNil('first_name'), 'First name is missing.'],
  [errors.formParamMissing('current_password'), 'Current password is missing.'],
  [errors.formParamNil('color'), 'This did not work (form_param_nil). Load this page again and try once more.'],
  [errors.formParamUnknown('username'), 'This did not work (form_param_unknown). Load this page again and try once more.'],
  [errors.formParamFormatInvalid('email_address'), 'Enter an address such as name@example.com.'],
  [errors.formParamFormatInvalid('last_name'), 'Last name has characters that are not allowed.'],
  [errors.formParamMaxLengthExceeded('last_name', 1256), 'Use at most 1,256 characters.'],
  [errors.formPasswordLengthTooShort('new_password', 12), 'Use at least 12 characters.'],
  [
    errors.formPasswordNotStrongEnough('password', 'repeated'),
    'This password is easy to guess. Avoid repeated words and characters.',
  ],
  [errors.emailAddressQuotaExceeded(20), 'An account can have at most 20 email addresses. Remove one of them first.'],
  [errors.hookRefused('Use your address at work.', 'email_address'), 'Use your address at work.'],
  [errors.hookFailed(), 'Something went wrong on our side, and nothing was changed. Try again in a moment.'],
  [errors.userLocked(3600), 'This account is locked. Try again in 60 minutes.'],
  [errors.userLocked(7200), 'This account is locked. Try again in 2 hours.'],
])('the error %s reads %j', (error, text) => {
  expect(errorText(english, lineOf(error))).toBe(text)
})

test('no error names a way that only some of the forms have which show it', () => {
  for (const parameter of ['password', 'current_password'])
    expect(errorText(english, lineOf(errors.formPasswordIncorrect(parameter)))).not.toMatch(/method/)
  for (const parameter of ['email_address', 'username'])
    expect(errorText(english, lineOf(errors.formIdentifierExists(parameter)))).not.toMatch(/sign in/)
  expect(errorText(english, lineOf(errors.formIdentifierNotFound()))).not.toMatch(/sign up/)
})

const refused = (status: number, headers: Record<string, string> = {}) =>
  new Response('<h1>A proxy says</h1>', { status, headers })

test.each([
  [429, { 'retry-after': '30' }, 'Too many attempts. Try again in 30 seconds.'],
  [429, {}, 'Too many attempts. Try again in a moment.'],
  [503, { 'retry-after': '300' }, 'The server cannot answer at the moment. Try again in 5 minutes.'],
  [502, {}, 'The server cannot answer at the moment. Try again in a few minutes.'],
  [413, {}, 'This is more than can be sent. Use less.'],
  [500, {}, 'Something went wrong on our side. Try again in a moment.'],
  [403, {}, failureText(english, strangeAnswer(200))],
])('what a proxy answers with %i and %j reads %j', (status, headers: Record<string, string>, text) => {
  expect(failureText(english, refusal(refused(status, headers)))).toBe(text)
})

test('a failure with several entries reads as their sentences in a row', () => {
  const failure = new RequestFailure(422, [lineOf(errors.formCodeIncorrect()), lineOf(errors.verificationExpired())])
  expect(failureText(english, failure)).toBe('The code is incorrect. Try again. This code is no longer valid. Ask for a new one.')
})
