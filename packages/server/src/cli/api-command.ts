/** Commands that ask the Backend API: where they ask and in which form they print is alike for all. */
import { type BackendUser, isSafeId } from '@frontdesk/contract'
import { type Backend, whereDetails, withBackend } from './backend.js'
import type { Action, Call } from './command.js'

export const whoDetails = `<who> is an id, an e-mail address or a username.
${whereDetails}`

interface Outcome {
  answer: unknown
  lines: string
}

export function action(
  call: string,
  does: string,
  flags: Action['flags'],
  run: (backend: Backend, call: Call) => Promise<Outcome>,
): Action {
  const words = call.startsWith('<') ? 1 : 0
  return {
    usage: [[`${call} [--at app] [--json]`.trimStart(), does]],
    details: words > 0 ? whoDetails : whereDetails,
    flags: { ...flags, at: { type: 'string' }, json: { type: 'boolean' } },
    words: { least: words, most: words },
    run: (given) =>
      withBackend(String(given.flags.at ?? '.'), async (backend) => {
        const { answer, lines } = await run(backend, given)
        process.stdout.write(given.flags.json ? `${JSON.stringify(answer, null, 2)}\n` : lines)
      }),
  }
}

/** Somebody by id, e-mail address or username. @throws when there is nobody */
export async function find(ask: Backend['ask'], who: string): Promise<BackendUser> {
  const by = who.includes('@') ? 'email_address' : /^user_/.test(who) ? 'user_id' : 'username'
  const found = (filter: string) => ask<BackendUser[]>('GET', `/users?${new URLSearchParams({ [filter]: who })}`)
  // An imported id may look like a name. It goes first, since people choose their names.
  const byId = by === 'username' && isSafeId(who) ? await found('user_id') : []
  const [user] = byId.length > 0 ? byId : await found(by)
  if (!user) throw new Error(`There is nobody with the ${by.replace('user_id', 'id').replace('_', ' ')} ${who}.`)
  return user
}
