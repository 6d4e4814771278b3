import { expect, test } from 'vitest'
import { faultsOfAnswer, faultsOfEvent } from './faults.js'

const email = {
  id: 'idn_1',
  object: 'email_address',
  email_address: 'ada@example.com',
  reserved: false,
  verification: null,
  linked_to: [],
  created_at: 1,
  updated_at: 1,
}
const faultsOf = (body: object) => faultsOfAnswer('backend-api', 'GET /email_addresses/idn_1', 200, body)

test('an answer as the specification has it has no fault', () => {
  expect(faultsOf(email)).toEqual([])
})

test('a member that is missing, added or of another kind is told with its place', () => {
  const { reserved, ...rest } = email
  expect(faultsOf({ ...rest, created_at: null, colour: 'red', linked_to: [{ type: 'oauth_google' }] })).toEqual([
    " must have required property 'reserved'",
    ' has colour, which is not specified',
    "/linked_to/0 must have required property 'id'",
    '/created_at must be integer: null',
  ])
})

test('a value that fits no alternative is told once', () => {
  const verification = { object: 'verification_otp', status: 'verified', strategy: 'email_code' }
  expect(faultsOf({ ...email, verification })).toEqual([
    `/verification must match a schema in anyOf: ${JSON.stringify(verification)}`,
  ])
})

test('an answer is compared by its own path before one with parameters', () => {
  expect(faultsOfAnswer('backend-api', 'GET /users/count', 200, { object: 'total_count', total_count: 3 })).toEqual([])
})

test('a refusal is compared by a shape of its own', () => {
  const errors = [{ code: 'resource_not_found', message: 'not found', long_message: 'It is not there.' }]
  expect(faultsOfAnswer('frontend-api', 'GET /v1/client/sign_ins/sia_1', 404, { errors, clerk_trace_id: 'a' })).toEqual([])
  expect(faultsOfAnswer('frontend-api', 'GET /v1/client/sign_ins/sia_1', 404, { errors: ['not found'] })).toEqual([
    '/errors/0 must be object: "not found"',
  ])
})

test('an event is compared by its type', () => {
  expect(faultsOfEvent('user.deleted', { object: 'user', id: 'user_1', deleted: true })).toEqual([])
  expect(faultsOfEvent('user.deleted', { object: 'user', id: 'user_1' })).toEqual([" must have required property 'deleted'"])
})
