/** `frontdesk users`: the people of an instance. */
import { text } from 'node:stream/consumers'
import type { BackendUser } from '@frontdesk/contract'
import { action, find, whoDetails } from './api-command.js'
import type { Action, Command } from './command.js'
import { confirm } from './confirm.js'
import { columns, whenOf } from './tables.js'

/** Flags that are fields of an account, by the name of the field. */
const fieldFlags = { username: 'username', first_name: 'first-name', last_name: 'last-name' }

export const usersCommand: Command = {
  does: 'the people of an instance',
  details: whoDetails,
  verbs: {
    list: action(
      '[--query text] [--limit 20] [--offset 0]',
      'lists people, the newest first; --query finds part of a name, address or id',
      { query: { type: 'string' }, limit: { type: 'string' }, offset: { type: 'string' } },
      async ({ ask }, { flags: { query, limit = '20', offset = '0' } }) => {
        const filter: Record<string, string> = query === undefined ? {} : { query: String(query) }
        const page = new URLSearchParams({ ...filter, limit: count('limit', limit, 1), offset: count('offset', offset, 0) })
        const people = await ask<BackendUser[]>('GET', `/users?${page}`)
        const { total_count: total } = await ask<{ total_count: number }>('GET', `/users/count?${new URLSearchParams(filter)}`)
        const rows = people.map((user) => [user.id, addressOf(user), nameOf(user), whenOf(user.created_at), stateOf(user)])
        return { answer: people, lines: `${columns(rows)}${people.length} of ${total}.\n` }
      },
    ),

    show: action('<who>', 'says what is known of somebody', {}, async ({ ask }, { words: [who] }) => {
      const user = await find(ask, who!)
      return { answer: user, lines: cardOf(user) }
    }),

    create: action(
      '[--email address] [--password text] [--username name] [--first-name name] [--last-name name]',
      'makes an account with a verified address; --password - reads standard input, without one a code signs in',
      Object.fromEntries(['email', ...Object.values(fieldFlags), 'password'].map((name) => [name, { type: 'string' }])),
      async ({ ask }, { flags }) => {
        const { email, password } = flags
        const user = await ask<BackendUser>('POST', '/users', {
          ...(email === undefined ? {} : { email_address: [email] }),
          ...Object.fromEntries(Object.entries(fieldFlags).map(([field, flag]) => [field, flags[flag]])), // JSON has no undefined
          ...(password === undefined
            ? { skip_password_requirement: true }
            : { password: password === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : password }),
        })
        return { answer: user, lines: cardOf(user) }
      },
    ),

    delete: action(
      '<who> [--yes]',
      'deletes an account with all that belongs to it; --yes asks nothing first',
      { yes: { type: 'boolean' } },
      async ({ ask }, { words: [who], flags: { yes } }) => {
        const user = await find(ask, who!)
        if (!yes) await confirm(`Delete ${labelOf(user)} for good?`)
        return { answer: await ask('DELETE', `/users/${user.id}`), lines: `Deleted ${labelOf(user)}.\n` }
      },
    ),

    ban: change('ban', 'signs somebody out everywhere, and lets nobody sign in to the account', 'Banned'),
    unban: change('unban', 'lets somebody sign in again', 'Unbanned'),
    unlock: change('unlock', 'lets somebody sign in at once who gave too many wrong passwords', 'Unlocked'),
  },
}

function count(flag: string, given: string | boolean, least: number): string {
  if (/^\d{1,9}$/.test(String(given)) && Number(given) >= least) return String(given)
  throw new Error(`--${flag} must be a whole number from ${least}, such as ${least + 20}, not ${String(given) || 'empty'}.`)
}

function change(verb: string, does: string, done: string): Action {
  return action('<who>', does, {}, async ({ ask }, { words: [who] }) => {
    const user = await find(ask, who!)
    return { answer: await ask('POST', `/users/${user.id}/${verb}`), lines: `${done} ${labelOf(user)}.\n` }
  })
}

const addressOf = ({ email_addresses: all, primary_email_address_id: primary }: BackendUser): string =>
  (all.find(({ id }) => id === primary) ?? all[0])?.email_address ?? '-'

const nameOf = ({ first_name, last_name, username }: BackendUser): string =>
  [first_name, last_name].filter(Boolean).join(' ') || username || '-'

const stateOf = ({ banned, locked }: BackendUser): string => (banned ? 'banned' : locked ? 'locked' : '')

const labelOf = (user: BackendUser): string => (addressOf(user) === '-' ? user.id : `${addressOf(user)} (${user.id})`)

const cardOf = (user: BackendUser): string =>
  columns(
    Object.entries({
      id: user.id,
      'e-mail': user.email_addresses.map((address) => address.email_address).join(', ') || '-',
      username: user.username ?? '-',
      name: [user.first_name, user.last_name].filter(Boolean).join(' ') || '-',
      password: user.password_enabled ? 'set' : 'none',
      created: whenOf(user.created_at),
      'last sign-in': whenOf(user.last_sign_in_at),
      state: stateOf(user) || 'active',
    }),
  )
