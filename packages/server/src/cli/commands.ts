/** The commands of `frontdesk`, and the list of them that people get to read. */
import { backupCommand, restoreCommand } from './backup.js'
import type { Command } from './command.js'
import { configCommand } from './config.js'
import { optionVariables } from './doctor/packages.js'
import { doctorCommand } from './doctor.js'
import { exportCommand } from './export.js'
import { frontEndCommand } from './front-end.js'
import { importCommand } from './import.js'
import { keysCommand } from './keys.js'
import { migrateCommand } from './migrate.js'
import { sessionsCommand } from './sessions.js'
import { startCommand } from './start.js'
import { usersCommand } from './users.js'
import { webhooksCommand } from './webhooks.js'

export const commands: Record<string, Command> = {
  start: startCommand,
  keys: keysCommand,
  users: usersCommand,
  sessions: sessionsCommand,
  import: importCommand,
  export: exportCommand,
  webhooks: webhooksCommand,
  config: configCommand,
  backup: backupCommand,
  restore: restoreCommand,
  migrate: migrateCommand,
  'front-end': frontEndCommand,
  doctor: doctorCommand,
}

const lineWidth = 100

export function usage(): string {
  const lines = Object.entries(commands).flatMap(([name, command]) =>
    'verbs' in command
      ? [
          [
            `${name} ${[...(command.otherwise ? ['<file>…'] : []), ...Object.keys(command.verbs)].join(' | ')}`,
            command.does,
          ] as const,
        ]
      : command.usage.map(([call, does]) => [`${name} ${call}`.trimEnd(), does] as const),
  )
  const width = Math.max(...lines.map(([call]) => call.length))
  const list = lines.map(([call, does]) => `  ${call.padEnd(width)}  ${does}\n`).join('')
  const variables = [...optionVariables, 'FRONTDESK_CONFIG', 'PORT', 'NODE_ENV'].join(', ')
  return `Usage: frontdesk <command>\n\n${list}\nfrontdesk <command> --help says more. frontdesk --version is this one's.\n\n${folded(
    `Environment: ${variables}, and a variable for each setting, such as FRONTDESK_ALLOWED_ORIGINS and FRONTDESK_SESSION_LIFETIME_SECONDS.`,
  )}\n`
}

const folded = (text: string): string => text.replace(new RegExp(`(.{1,${lineWidth}})(?: |$)`, 'g'), '$1\n').trimEnd()
