/** What users have in other tables and is shown with them: one query a kind, however many users. */
import { emailAddressesOf } from '../capabilities/identity/email-addresses/email-addresses.js'
import { externalAccountsOf } from '../capabilities/identity/external-accounts/external-accounts.js'
import { passkeysOf } from '../capabilities/identity/passkeys/passkeys.js'
import { phoneNumbersOf } from '../capabilities/identity/phone-numbers/phone-numbers.js'
import { type Holding, holds } from '../capabilities/identity/users/holdings.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import { web3WalletsOf } from '../capabilities/identity/web3-wallets/web3-wallets.js'
import type { Instance } from '../start/instance.js'

interface Kind {
  /** Nobody is asked about who has none by their own row. */
  holding?: Holding
  of(instance: Instance, userIds: string[]): Promise<Array<{ user_id: string }>>
}

const kinds = {
  emailAddresses: { of: emailAddressesOf },
  passkeys: { of: passkeysOf, holding: 'passkey' },
  phoneNumbers: { of: phoneNumbersOf, holding: 'phone_number' },
  web3Wallets: { of: web3WalletsOf, holding: 'web3_wallet' },
  externalAccounts: { of: externalAccountsOf, holding: 'external_account' },
} satisfies Record<string, Kind>

type Kinds = typeof kinds

export type Belongings = { [Name in keyof Kinds]: Awaited<ReturnType<Kinds[Name]['of']>> }

const none = (): Belongings => Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []])) as unknown as Belongings // its members are the kinds

/** Of each of these users, by id. */
export async function belongingsOf(instance: Instance, users: UserRow[]): Promise<Map<string, Belongings>> {
  const all = new Map(users.map(({ id }) => [id, none()]))
  for (const [name, kind] of Object.entries<Kind>(kinds)) {
    const having = users.filter((user) => !kind.holding || holds(user, kind.holding))
    const rows = await kind.of(instance, [...new Set(having.map(({ id }) => id))])
    for (const row of rows) (all.get(row.user_id)?.[name as keyof Kinds] as object[] | undefined)?.push(row) // rows of that kind
  }
  return all
}
