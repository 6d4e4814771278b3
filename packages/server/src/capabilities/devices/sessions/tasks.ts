/** What is left for people to do before their session is active: until then its tokens say `pending`, and apps count them as signed out. */
import type { Settings } from '../../ground/settings/settings.js'
import { hasTwoFactors } from '../../identity/second-factors/second-factors.js'
import type { UserRow } from '../../identity/users/users.js'
import type { SessionsTable } from './tables.js'

export type Task = 'reset-password' | 'setup-mfa'

/** As the column holds them, in the order in which they are asked for. */
export function tasksOf(settings: Settings, user: UserRow): string {
  const tasks: Task[] = []
  if (user.password_compromised) tasks.push('reset-password')
  if (settings.secondFactors.required && !hasTwoFactors(settings, user)) tasks.push('setup-mfa')
  return tasks.join(' ')
}

export const hasTask = ({ tasks }: Pick<SessionsTable, 'tasks'>, task: Task): boolean => tasks.split(' ').includes(task)
