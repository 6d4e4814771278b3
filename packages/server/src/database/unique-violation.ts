/** Every unique index a verb may run into, as SQLite words its violation; PostgreSQL gives the index's own name. */
const uniqueIndexes = {
  users_external_id: 'users.external_id',
  users_username_key: 'users.username_key',
  email_addresses_of_user: 'email_addresses.user_id, email_addresses.email_address',
  email_addresses_verified: 'email_addresses.email_address',
  phone_numbers_of_user: 'phone_numbers.user_id, phone_numbers.phone_number',
  phone_numbers_verified: 'phone_numbers.phone_number',
  web3_wallets_of_user: 'web3_wallets.user_id, web3_wallets.web3_wallet',
  web3_wallets_verified: 'web3_wallets.web3_wallet',
  external_accounts_verified: 'external_accounts.provider, external_accounts.provider_user_id',
  passkeys_credential: 'passkeys.credential_id',
  jwt_templates_name: 'jwt_templates.name',
  listed_identifiers_compared: 'listed_identifiers.compared, listed_identifiers.list',
  waitlist_entries_email_address: 'waitlist_entries.email_address',
}

export type UniqueIndex = keyof typeof uniqueIndexes

/** The unique index that an error says was violated, or null when the error is of another kind. */
export function violatedIndex(error: unknown): UniqueIndex | null {
  const fault = error as { code?: string; message?: string; constraint?: string } // either engine's error class
  const names = Object.keys(uniqueIndexes) as UniqueIndex[]
  if (fault.code === 'SQLITE_CONSTRAINT_UNIQUE')
    return names.find((name) => fault.message === `UNIQUE constraint failed: ${uniqueIndexes[name]}`) ?? null
  if (fault.code === '23505') return names.find((name) => fault.constraint === name) ?? null
  return null
}
