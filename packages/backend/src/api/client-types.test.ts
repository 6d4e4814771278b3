/** What TypeScript is told of `clerkClient`, held against the operation table and the contract's shapes; `tsc` is the test. */
import type {
  BackendClient,
  BackendSession,
  BackendUser,
  DeletedObject,
  EmailAddress,
  Jwks,
  Settings,
  SignUp,
  TestingToken,
  Token,
} from '@frontdesk/contract'
import type { backendOperations, unservedOperations, unversionedOperations } from '@frontdesk/contract/operations'
import { expectTypeOf, test } from 'vitest'
import type * as json from '../json/index.js'
import type { ApiClient } from './api-client.js'

type Tables = [typeof backendOperations, typeof unservedOperations, typeof unversionedOperations]
type NamesIn<Table, Group> = Group extends keyof Table ? keyof Table[Group] : never
type Groups = keyof Tables[0] | keyof Tables[1] | keyof Tables[2]
type Table = { [Group in Groups]: NamesIn<Tables[0], Group> | NamesIn<Tables[1], Group> | NamesIn<Tables[2], Group> }

test('the types name every method of the operation table, and no other', () => {
  expectTypeOf<{ [Group in Exclude<keyof ApiClient, 'with'>]: keyof ApiClient[Group] }>().toEqualTypeOf<Table>()
})

test('what the server answers is what the types promise', () => {
  expectTypeOf<BackendUser>().toExtend<json.UserJSON>()
  expectTypeOf<EmailAddress>().toExtend<json.EmailAddressJSON>()
  expectTypeOf<BackendSession>().toExtend<json.SessionJSON>()
  expectTypeOf<BackendClient>().toExtend<json.ClientJSON>()
  expectTypeOf<Token>().toExtend<json.TokenJSON>()
  expectTypeOf<TestingToken>().toExtend<json.TestingTokenJSON>()
  expectTypeOf<DeletedObject>().toExtend<json.DeletedObjectJSON>()
  expectTypeOf<SignUp>().toExtend<json.SignUpJSON>()
  expectTypeOf<Settings>().toExtend<json.SettingsJSON>()
  expectTypeOf<Jwks>().toExtend<json.JwksJSON>()
})
