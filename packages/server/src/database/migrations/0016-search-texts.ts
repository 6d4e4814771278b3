/**
 * What users are searched by part for: their names and ids, and each of their addresses, with an index of every three letters in a row.
 * Triggers keep both, so that nodes of an older release do, too.
 */
import { type Kysely, sql } from 'kysely'
import type { Migration } from '../migration.js'
import type { Tables } from '../tables.js'

export const searchTexts: Migration = {
  name: '0016-search-texts',
  up: (db, engine) => (engine === 'sqlite' ? onSqlite(db) : onPostgres(db)),
}

const run = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db)

/** The parts are lines, so that what is found is in one of them. */
const textOfUser = (row: string, line: string) =>
  `${row}.first_name_key || ' ' || ${row}.last_name_key || ${line} || coalesce(${row}.username_key, '') || ${line} || lower(${row}.id)`

async function onPostgres(db: Kysely<Tables>): Promise<void> {
  await run(
    db,
    `create table search_texts (
      id text collate "C" primary key,
      user_id text collate "C" not null,
      text text collate "C" not null
    )`,
  )
  const text = { users: (row: string) => textOfUser(row, 'chr(10)'), email_addresses: (row: string) => `${row}.email_address` }
  await run(db, `insert into search_texts select id, id, ${text.users('users')} from users`)
  await run(db, `insert into search_texts select id, user_id, ${text.email_addresses('email_addresses')} from email_addresses`)

  // Its cost keeps the planner from computing it again for each row. Search by one or two letters asks for the beginning of a gram.
  await run(
    db,
    `create function search_grams(text text) returns tsvector language plpgsql immutable strict parallel safe cost 10000 as $$
      declare
        grams text[] = '{}';
      begin
        for place in 1..length(text) loop
          grams = grams || substr(text, place, 3);
        end loop;
        return array_to_tsvector(grams);
      end
    $$`,
  )
  // Each search reads what is still to be sorted into the index, so that is kept short.
  await run(
    db,
    'create index search_texts_grams on search_texts using gin (search_grams(text)) with (gin_pending_list_limit = 64)',
  )

  for (const [table, userId, columns] of [
    ['users', 'id', 'first_name_key, last_name_key, username_key'],
    ['email_addresses', 'user_id', 'email_address'],
  ] as const) {
    await run(
      db,
      `create function search_texts_of_${table}() returns trigger language plpgsql set search_path from current as $$
        begin
          if tg_op <> 'INSERT' then
            delete from search_texts where id = old.id;
          end if;
          if tg_op <> 'DELETE' then
            insert into search_texts values (new.id, new.${userId}, ${text[table]('new')});
          end if;
          return null;
        end
      $$`,
    )
    await run(
      db,
      `create trigger search_texts after insert or delete or update of ${columns} on ${table}
      for each row execute function search_texts_of_${table}()`,
    )
  }
}

/**
 * SQLite's index takes a new text in several pages, which a write should not wait for: it notes the text, and takes 256 at once. The
 * numbers of texts go by the time at which their users were made, as the first page of users does.
 */
async function onSqlite(db: Kysely<Tables>): Promise<void> {
  await run(
    db,
    'create table search_texts (number integer primary key, id text not null unique, user_id text not null, text text not null)',
  )
  // Two more letters, so that the last ones begin a gram as well.
  const end = 'char(10, 10)'
  const textOf = {
    users: (row: string) => `${textOfUser(row, 'char(10)')} || ${end}`,
    email_addresses: (row: string) => `${row}.email_address || ${end}`,
  }
  await run(
    db,
    `insert into search_texts
      select rank + max(least - rank) over (order by rank), id, user_id, text from (
        select row_number() over (order by created_at) as rank, ${leastNumber('created_at')} as least, * from (
          select id, id as user_id, created_at, ${textOf.users('users')} as text from users
          union all
          select email_addresses.id, user_id, users.created_at, ${textOf.email_addresses('email_addresses')}
          from email_addresses join users on users.id = user_id
        )
      )`,
  )
  await run(db, 'create table search_tail (number integer primary key)')
  await run(
    db,
    `create virtual table search_index using fts5 (text, content = 'search_texts', content_rowid = 'number', tokenize = 'trigram case_sensitive 1')`,
  )
  await run(db, `insert into search_index (search_index) values ('rebuild')`)
  // A text that is deleted leaves nothing in the index, not even for a while.
  await run(db, `insert into search_index (search_index, rank) values ('secure-delete', 1)`)
  await run(db, `create virtual table search_vocabulary using fts5vocab (search_index, instance)`)

  await run(
    db,
    `create trigger search_texts_inserted after insert on search_texts begin
      insert into search_tail values (new.number);
    end`,
  )
  await run(
    db,
    `create trigger search_texts_deleted after delete on search_texts begin
      insert into search_index (search_index, rowid, text)
        select 'delete', old.number, old.text where not exists (select 1 from search_tail where number = old.number);
      delete from search_tail where number = old.number;
    end`,
  )
  await run(
    db,
    `create trigger search_tail_full after insert on search_tail when (select count(*) from search_tail) = 256 begin
      insert into search_index (rowid, text) select number, text from search_tail join search_texts using (number) order by number;
      delete from search_tail;
    end`,
  )

  const addUser = `insert into search_texts values (${nextNumber('new.created_at')}, new.id, new.id, ${textOf.users('new')});`
  const addAddress = `insert into search_texts
    select ${nextNumber('users.created_at')}, new.id, new.user_id, ${textOf.email_addresses('new')} from users where id = new.user_id;`
  const remove = 'delete from search_texts where id = old.id;'
  const trigger = (name: string, when: string, statements: string) =>
    run(db, `create trigger ${name} after ${when} for each row begin ${statements} end`)
  await trigger('search_users_inserted', 'insert on users', addUser)
  await trigger('search_users_updated', 'update of first_name_key, last_name_key, username_key on users', remove + addUser)
  await trigger(
    'search_users_moved',
    'update of created_at on users',
    `${remove + addUser} update email_addresses set email_address = email_address where user_id = new.id;`,
  )
  await trigger('search_users_deleted', 'delete on users', remove)
  await trigger('search_addresses_inserted', 'insert on email_addresses', addAddress)
  await trigger('search_addresses_updated', 'update of email_address on email_addresses', remove + addAddress)
  await trigger('search_addresses_deleted', 'delete on email_addresses', remove)
}

const perSecond = 2 ** 20
const lastSecond = 2 ** 33 - 1 // in the year 2242: a number stays one that JavaScript has

/** No text of a user who was made at that time has a lower number. */
const leastNumber = (createdAt: string) => `min(${createdAt} / 1000, ${lastSecond}) * ${perSecond}`

/** The next of its second, or the next of all where a million were made in one second. */
const nextNumber = (createdAt: string) => `(
  select case when exists (select 1 from search_texts where number = next) then (select max(number) + 1 from search_texts) else next end
  from (
    select max(least, coalesce((select max(number) + 1 from search_texts where number < least + ${perSecond}), 0)) as next
    from (select ${leastNumber(createdAt)} as least)
  )
)`
