/**
 * Endpoints of webhooks, and a delivery of each event to each endpoint that takes it. Triggers write the deliveries with the event, so that
 * nodes of an older release do, too, and no event is told without them. Of each subject one delivery is under way at an endpoint; those
 * behind it are queued, and one that is settled lets the next go.
 */
import { type Kysely, sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'
import type { Tables } from '../tables.js'

export const webhooks: Migration = {
  name: '0018-webhooks',

  async up(db, engine) {
    const { id, text, time, count, flag, json } = columns(engine)
    await db.schema.alterTable('events').addColumn('subject', text).execute()

    await db.schema
      .createTable('webhook_endpoints')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('url', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull())
      .addColumn('events', json)
      .addColumn('is_enabled', flag, (c) => c.notNull())
      .addColumn('disabled_reason', text)
      .addColumn('failing_since', time)
      .addColumn('sealed_secrets', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('webhook_deliveries')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('endpoint_id', id, (c) => c.notNull())
      .addColumn('event_id', id, (c) => c.notNull())
      .addColumn('event_position', count, (c) => c.notNull())
      .addColumn('type', text, (c) => c.notNull())
      .addColumn('subject', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('attempts', count, (c) => c.notNull())
      .addColumn('next_attempt_at', time, (c) => c.notNull())
      .addColumn('log', json, (c) => c.notNull())
      .addColumn('settled_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .execute()
    const index = (name: string, on: string, where = '') => run(db, `create index ${name} on webhook_deliveries (${on}) ${where}`)
    await index('webhook_deliveries_due', 'endpoint_id, status, next_attempt_at', 'where settled_at is null')
    await index('webhook_deliveries_in_order', 'endpoint_id, subject, event_position', 'where settled_at is null')
    await index('webhook_deliveries_by_endpoint', 'endpoint_id, event_position')
    await index('webhook_deliveries_settled', 'settled_at', 'where settled_at is not null')

    await (engine === 'sqlite' ? onSqlite(db) : onPostgres(db))
  },
}

const run = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db)

/** One-time codes leave only for endpoints that ask for mail by its name. */
const takes = (found: string) => `(events is null and new.type <> 'email.created') or ${found} > 0`

const columnsOfDelivery =
  'id, endpoint_id, event_id, event_position, type, subject, status, attempts, next_attempt_at, log, created_at'

/** Behind another one of its subject that is still to arrive, a delivery waits. */
const firstStatus = (endpoint: string, subject: string) => `case when exists (
    select 1 from webhook_deliveries
    where endpoint_id = ${endpoint} and webhook_deliveries.subject = ${subject} and settled_at is null
  ) then 'queued' else 'waiting' end`

const next = (row: string) => `(
    select id from webhook_deliveries
    where endpoint_id = ${row}.endpoint_id and subject = ${row}.subject and settled_at is null order by event_position limit 1
  )`

/** What was delivered ends the time for which an endpoint has failed. */
const isReached = `update webhook_endpoints set failing_since = null
        where id = new.endpoint_id and failing_since is not null and new.status = 'delivered';`

async function onSqlite(db: Kysely<Tables>): Promise<void> {
  const subject = `coalesce(new.subject, json_extract(new.data, '$.user_id'), json_extract(new.data, '$.id'))`
  await run(
    db,
    `create trigger webhook_deliveries_of_events after insert on events begin
      insert into webhook_deliveries (${columnsOfDelivery})
        select 'whd_' || substr(new.id, 5) || '_' || substr(id, 4), id, new.id, new.position, new.type, ${subject},
          ${firstStatus('webhook_endpoints.id', subject)}, 0, new.created_at, '[]', new.created_at
        from webhook_endpoints where is_enabled = 1 and (${takes(`instr(events, '"' || new.type || '"')`)});
    end`,
  )
  await run(
    db,
    `create trigger webhook_deliveries_next after update of settled_at on webhook_deliveries
    when new.settled_at is not null and old.settled_at is null begin
      update webhook_deliveries set status = 'waiting', next_attempt_at = new.settled_at
        where id = ${next('new')} and status = 'queued';
      ${isReached}
    end`,
  )
}

/**
 * Who tells of a subject holds its name until the commit, and so does who settles a delivery of it: the one sees what the other did. Events
 * of one subject are committed in the order of their positions for the same reason.
 */
async function onPostgres(db: Kysely<Tables>): Promise<void> {
  const hold = (subject: string) => `perform pg_advisory_xact_lock(hashtextextended('events of ' || ${subject}, 0));`
  await run(
    db,
    `create function webhook_deliveries_of_event() returns trigger language plpgsql set search_path from current as $$
      declare
        its_subject text collate "C" = coalesce(new.subject, new.data::json ->> 'user_id', new.data::json ->> 'id');
        endpoint text collate "C";
      begin
        for endpoint in
          select id from webhook_endpoints where is_enabled = 1 and (${takes(`position('"' || new.type || '"' in events)`)})
        loop
          ${hold('its_subject')}
          insert into webhook_deliveries (${columnsOfDelivery})
            values ('whd_' || substr(new.id, 5) || '_' || substr(endpoint, 4), endpoint, new.id, new.position, new.type, its_subject,
              ${firstStatus('endpoint', 'its_subject')}, 0, new.created_at, '[]', new.created_at);
        end loop;
        return null;
      end
    $$`,
  )
  await run(
    db,
    `create trigger webhook_deliveries_of_events after insert on events
    for each row execute function webhook_deliveries_of_event()`,
  )
  await run(
    db,
    `create function webhook_deliveries_next() returns trigger language plpgsql set search_path from current as $$
      begin
        ${hold('new.subject')}
        update webhook_deliveries set status = 'waiting', next_attempt_at = new.settled_at
          where id = ${next('new')} and status = 'queued';
        ${isReached}
        return null;
      end
    $$`,
  )
  await run(
    db,
    `create trigger webhook_deliveries_next after update of settled_at on webhook_deliveries
    for each row when (new.settled_at is not null and old.settled_at is null) execute function webhook_deliveries_next()`,
  )
}
