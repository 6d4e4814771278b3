/** `frontdesk sessions`: where people are signed in. */
import type { BackendSession } from '@frontdesk/contract'
import { action, find, whoDetails } from './api-command.js'
import { type Backend, Refusal } from './backend.js'
import type { Command } from './command.js'
import { columns, whenOf } from './tables.js'

const most = 500

export const sessionsCommand: Command = {
  does: 'where people are signed in',
  details: whoDetails,
  verbs: {
    list: action('<who>', 'lists where somebody is signed in', {}, async ({ ask }, { words: [who] }) => {
      const { id } = await find(ask, who!)
      const sessions = await ask<BackendSession[]>('GET', `/sessions?user_id=${id}&status=active&limit=${most}`)
      const rows = sessions.map((session) => [session.id, browserOf(session), `last active ${whenOf(session.last_active_at)}`])
      return { answer: sessions, lines: rows.length > 0 ? columns(rows) : 'Signed in nowhere.\n' }
    }),

    revoke: action('<session or who>', 'ends a session, or all of those of somebody', {}, async ({ ask }, { words: [what] }) => {
      if (what!.startsWith('sess_')) return { answer: await revoke(ask, what!), lines: `Ended ${what}.\n` }
      const { id } = await find(ask, what!)
      const sessions = await ask<BackendSession[]>('GET', `/sessions?user_id=${id}&status=active&limit=${most}`)
      const ended: BackendSession[] = []
      for (const session of sessions) ended.push(await revoke(ask, session.id))
      return { answer: ended, lines: `Ended ${ended.length} session${ended.length === 1 ? '' : 's'}.\n` }
    }),
  },
}

async function revoke(ask: Backend['ask'], id: string): Promise<BackendSession> {
  try {
    return await ask('POST', `/sessions/${encodeURIComponent(id)}/revoke`)
  } catch (error) {
    throw error instanceof Refusal && error.status === 404 ? new Error(`There is no session ${id}.`) : error
  }
}

const browserOf = ({ latest_activity: activity }: BackendSession): string =>
  [activity?.browser_name, activity?.device_type, activity?.ip_address].filter(Boolean).join(', ') || '-'
