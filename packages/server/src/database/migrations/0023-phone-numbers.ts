/**
 * Phone numbers of users, the countries that codes were sent to, and text messages among the events that leave only for endpoints that
 * name them.
 */
import { type Kysely, sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'
import type { Engine } from '../open.js'
import type { Tables } from '../tables.js'

export const phoneNumbers: Migration = {
  name: '0023-phone-numbers',

  async up(db, engine) {
    const { id, text, time, flag, json } = columns(engine)
    await db.schema
      .createTable('phone_numbers')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('phone_number', text, (c) => c.notNull())
      .addColumn('verified_at', time)
      .addColumn('verification', json)
      .addColumn('reserved_for_second_factor', flag, (c) => c.notNull().defaultTo(0))
      .addColumn('default_second_factor', flag, (c) => c.notNull().defaultTo(0))
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('phone_numbers')
    await index('phone_numbers_of_user').columns(['user_id', 'phone_number']).unique().execute()
    await index('phone_numbers_by_number').column('phone_number').execute()
    await index('phone_numbers_verified').column('phone_number').unique().where(sql.ref('verified_at'), 'is not', null).execute()

    await db.schema.alterTable('one_time_secrets').addColumn('country', text).execute()
    await db.schema
      .createIndex('one_time_secrets_of_country')
      .on('one_time_secrets')
      .columns(['country', 'created_at'])
      .where(sql.ref('country'), 'is not', null)
      .execute()

    await (engine === 'sqlite' ? searchOnSqlite(db) : searchOnPostgres(db))
    await keepTextsToThemselves(db, engine)
  },
}

const run = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db)

/** As the functions of 0016 keep the texts of addresses. */
async function searchOnPostgres(db: Kysely<Tables>): Promise<void> {
  await run(
    db,
    `create function search_texts_of_phone_numbers() returns trigger language plpgsql set search_path from current as $$
      begin
        if tg_op <> 'INSERT' then
          delete from search_texts where id = old.id;
        end if;
        if tg_op <> 'DELETE' then
          insert into search_texts values (new.id, new.user_id, new.phone_number);
        end if;
        return null;
      end
    $$`,
  )
  await run(
    db,
    `create trigger search_texts after insert or delete or update of phone_number on phone_numbers
    for each row execute function search_texts_of_phone_numbers()`,
  )
}

/** As the triggers of 0016, which give a text the next number of the second in which its user was made. */
async function searchOnSqlite(db: Kysely<Tables>): Promise<void> {
  const [perSecond, lastSecond] = [2 ** 20, 2 ** 33 - 1]
  const nextNumber = `(
    select case when exists (select 1 from search_texts where number = next) then (select max(number) + 1 from search_texts) else next end
    from (
      select max(least, coalesce((select max(number) + 1 from search_texts where number < least + ${perSecond}), 0)) as next
      from (select min(users.created_at / 1000, ${lastSecond}) * ${perSecond} as least)
    )
  )`
  const add = `insert into search_texts
    select ${nextNumber}, new.id, new.user_id, new.phone_number || char(10, 10) from users where id = new.user_id;`
  const remove = 'delete from search_texts where id = old.id;'
  const trigger = (name: string, when: string, statements: string) =>
    run(db, `create trigger ${name} after ${when} for each row begin ${statements} end`)
  await trigger('search_numbers_inserted', 'insert on phone_numbers', add)
  await trigger('search_numbers_updated', 'update of phone_number on phone_numbers', remove + add)
  await trigger('search_numbers_deleted', 'delete on phone_numbers', remove)
  await trigger(
    'search_numbers_moved',
    'update of created_at on users',
    'update phone_numbers set phone_number = phone_number where user_id = new.id;',
  )
}

/** The trigger of 0018 as it stands, with one more event that goes to nobody who doesn't name it. */
async function keepTextsToThemselves(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const name = engine === 'sqlite' ? 'webhook_deliveries_of_events' : 'webhook_deliveries_of_event'
  const standing =
    engine === 'sqlite'
      ? sql<{ body: string }>`select sql as body from sqlite_master where type = 'trigger' and name = ${name}`
      : sql<{ body: string }>`select pg_get_functiondef(to_regproc(${name})::oid) as body`
  const { rows } = await standing.execute(db)
  const body = rows[0]!.body.replace(`new.type <> 'email.created'`, `new.type not in ('email.created', 'sms.created')`)
  if (engine === 'sqlite') await run(db, `drop trigger ${name}`)
  await run(db, body)
}
