/** Resources as JavaScript sees them: the wire's shapes in camelCase, with the few members that are derived from others. */
import type {
  BackendClient,
  BackendSession,
  BackendUser,
  DeletedObject,
  Jwks,
  EmailAddress as WireEmailAddress,
  TestingToken as WireTestingToken,
  Token as WireToken,
} from '@frontdesk/contract'

type Camel<Name extends string> = Name extends `${infer Head}_${infer Letter}${infer Rest}`
  ? `${Head}${Uppercase<Letter>}${Camel<Rest>}`
  : Name
type Metadata = 'public_metadata' | 'private_metadata' | 'unsafe_metadata' | 'actor'

/** The type of a wire shape after `toCamelCase`. */
export type CamelCased<T> =
  T extends ReadonlyArray<infer Item>
    ? CamelCased<Item>[]
    : T extends object
      ? { [Key in keyof T as Key extends string ? Camel<Key> : Key]: Key extends Metadata ? T[Key] : CamelCased<T[Key]> }
      : T

export type EmailAddress = CamelCased<WireEmailAddress>
export type Session = CamelCased<BackendSession>
export type Client = CamelCased<BackendClient>
export type Token = CamelCased<WireToken>
export type TestingToken = CamelCased<WireTestingToken>
export type Deleted = CamelCased<DeletedObject>
export type JsonWebKeySet = Jwks

export type User = CamelCased<BackendUser> & {
  readonly primaryEmailAddress: EmailAddress | null
  readonly fullName: string | null
}

/** Adds what Clerk's user has besides its data. Getters are not enumerable: JSON and spreads carry the data alone. */
export function withUserMembers(user: CamelCased<BackendUser>): User {
  return Object.defineProperties(user, {
    primaryEmailAddress: {
      get: () => user.emailAddresses.find((address) => address.id === user.primaryEmailAddressId) ?? null,
    },
    fullName: { get: () => [user.firstName, user.lastName].filter(Boolean).join(' ') || null },
  }) as User // the two members were just defined
}

/** Every user in an answer gets its members, wherever it stands. */
export function reviveUsers(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(reviveUsers)
  const isUser = (value: unknown): value is CamelCased<BackendUser> => (value as { object?: string } | null)?.object === 'user'
  return isUser(answer) ? withUserMembers(answer) : answer
}
