/**
 * The primary address in the user's row, so that users are listed by it along an index. Triggers keep it, so that nodes of an older
 * release do, too: a new user needs none, as an address comes after its user.
 */
import { type Kysely, sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'
import type { Tables } from '../tables.js'

const primaryAddressOf = (row: string) =>
  `coalesce((select email_address from email_addresses where id = ${row}.primary_email_address_id), '')`

export const primaryAddresses: Migration = {
  name: '0017-primary-addresses',

  async up(db, engine) {
    await db.schema
      .alterTable('users')
      .addColumn('primary_address', columns(engine).text, (c) => c.notNull().defaultTo(''))
      .execute()
    await run(db, `update users set primary_address = ${primaryAddressOf('users')} where primary_email_address_id is not null`)
    await db.schema.createIndex('users_by_primary_address').on('users').columns(['primary_address', 'id']).execute()
    await (engine === 'sqlite' ? keepOnSqlite(db) : keepOnPostgres(db))
  },
}

const run = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db)

async function keepOnPostgres(db: Kysely<Tables>): Promise<void> {
  await run(
    db,
    `create function primary_address_of_user() returns trigger language plpgsql set search_path from current as $$
      begin
        new.primary_address = ${primaryAddressOf('new')};
        return new;
      end
    $$`,
  )
  await run(
    db,
    `create trigger primary_address before update of primary_email_address_id on users
    for each row execute function primary_address_of_user()`,
  )
  await run(
    db,
    `create function primary_address_of_address() returns trigger language plpgsql set search_path from current as $$
      begin
        if tg_op = 'DELETE' then
          update users set primary_address = '' where id = old.user_id and primary_email_address_id = old.id;
        else
          update users set primary_address = new.email_address where id = new.user_id and primary_email_address_id = new.id;
        end if;
        return null;
      end
    $$`,
  )
  await run(
    db,
    `create trigger primary_address after insert or delete or update of email_address on email_addresses
    for each row execute function primary_address_of_address()`,
  )
}

async function keepOnSqlite(db: Kysely<Tables>): Promise<void> {
  const trigger = (name: string, when: string, address: string, where: string) =>
    run(db, `create trigger ${name} after ${when} begin update users set primary_address = ${address} where ${where}; end`)
  const ofAddress = (row: string) => `id = ${row}.user_id and primary_email_address_id = ${row}.id`

  await trigger('primary_address_chosen', 'update of primary_email_address_id on users', primaryAddressOf('new'), 'id = new.id')
  await trigger('primary_address_added', 'insert on email_addresses', 'new.email_address', ofAddress('new'))
  await trigger('primary_address_changed', 'update of email_address on email_addresses', 'new.email_address', ofAddress('new'))
  await trigger('primary_address_removed', 'delete on email_addresses', "''", ofAddress('old'))
}
