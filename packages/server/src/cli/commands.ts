/** The commands of `frontdesk`, and the list of them that people get to read. */
import { backupCommand, restoreCommand } from './backup.js'
import type { Command } from './command.js'
import { configCommand } from './config.js'
import { doctorCommand } from './doctor.js'
import { keysCommand } from './keys.js'
import { migrateCommand } from './migrate.js'
import { startCommand } from './start.js'

export const commands: Record<string, Command> = {
  start: startCommand,
  keys: keysCommand,
  backup: backupCommand,
  restore: restoreCommand,
  migrate: migrateCommand,
  config: configCommand,
  doctor: doctorCommand,
}

const environment = `Environment: FRONTDESK_DATABASE_URL, FRONTDESK_ENCRYPTION_KEY, FRONTDESK_PUBLIC_URL,
FRONTDESK_TRUSTED_PROXIES, FRONTDESK_HSTS_SECONDS, FRONTDESK_INBOX_OPEN, FRONTDESK_SMTP_URL,
FRONTDESK_MAIL_FROM, FRONTDESK_KEY_TYPE, FRONTDESK_BASE_PATH, FRONTDESK_PAGES_SIGN_IN,
FRONTDESK_PAGES_SIGN_UP, FRONTDESK_PAGES_USER, FRONTDESK_PAGES_SIGN_OUT,
FRONTDESK_AFTER_SIGN_IN_URL, FRONTDESK_AFTER_SIGN_UP_URL, FRONTDESK_AFTER_SIGN_OUT_URL,
FRONTDESK_SEED, FRONTDESK_CONFIG, PORT, NODE_ENV, and a variable for each setting, such as
FRONTDESK_ALLOWED_ORIGINS and FRONTDESK_SESSION_LIFETIME_SECONDS.
`

export function usage(): string {
  const lines = Object.entries(commands).flatMap(([name, { usage }]) =>
    usage.map(([call, does]) => [`${name} ${call}`.trimEnd(), does] as const),
  )
  const width = Math.max(...lines.map(([call]) => call.length))
  const list = lines.map(([call, does]) => `  ${call.padEnd(width)}  ${does}\n`).join('')
  return `Usage: frontdesk <command>\n\n${list}\nfrontdesk <command> --help says more. frontdesk --version is this one's.\n\n${environment}`
}
