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
  readonly primaryPhoneNumber: CamelCased<BackendUser['phone_numbers'][number]> | null
  readonly primaryWeb3Wallet: CamelCased<BackendUser['web3_wallets'][number]> | null
  readonly fullName: string | null
}

/** What Clerk's user has besides its data. On the prototype: JSON and spreads carry the data alone. */
const userMembers = Object.create(Object.prototype, {
  primaryEmailAddress: getter((user) => named(user.emailAddresses, user.primaryEmailAddressId)),
  primaryPhoneNumber: getter((user) => named(user.phoneNumbers, user.primaryPhoneNumberId)),
  primaryWeb3Wallet: getter((user) => named(user.web3Wallets, user.primaryWeb3WalletId)),
  fullName: getter((user) => [user.firstName, user.lastName].join(' ').trim() || null),
})

function getter(read: (user: CamelCased<BackendUser>) => unknown): PropertyDescriptor {
  return {
    get(this: CamelCased<BackendUser>) {
      return read(this)
    },
  }
}

const named = (items: Array<{ id: string }>, id: string | null) => items.find((item) => item.id === id) ?? null

/** Every user in an answer gets its members, also in lists and pages. */
export function reviveUsers(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(reviveUsers)
  if (typeof answer !== 'object' || answer === null) return answer
  if ('object' in answer && answer.object === 'user' && 'emailAddresses' in answer)
    return Object.setPrototypeOf(answer, userMembers)
  if ('data' in answer && Array.isArray(answer.data)) return { ...answer, data: answer.data.map(reviveUsers) }
  return answer
}
