import { backupDatabase, restoreDatabase } from './backup.js'
import { config } from './config.js'
import { doctor } from './doctor.js'
import { keys } from './keys.js'
import { migrateDatabase } from './migrate.js'
import { start } from './start.js'

const usage = `Usage: frontdesk <command>

  start [--port 3000] [--host 127.0.0.1]   runs the server on its own
  keys [--port 3000]                       prints what an app needs in its environment, as dotenv lines
  keys --rotate                            publishes a new signing key
  backup <folder>                          copies the database, which may be in use, with its key file
  restore <folder>                         puts such a copy back where there is no database
  migrate                                  brings the database up to date, and stops
  config pull [file]                       writes the settings to frontdesk.config.json, or to that file
  config diff [file]                       says what a push would change; exit code 1 when it would
  config push [file] [--reason text]       changes the settings to those of the file
  config history                           lists the versions of the settings
  config rollback [version]                sets again what was set in that version, or in the one before
  doctor [app.js, folder or URL] [--json]  says what is wrong with an app's set-up, and what to do

Environment: FRONTDESK_DATABASE_URL, FRONTDESK_ENCRYPTION_KEY, FRONTDESK_PUBLIC_URL,
FRONTDESK_TRUSTED_PROXIES, FRONTDESK_HSTS_SECONDS, FRONTDESK_INBOX_OPEN, FRONTDESK_SMTP_URL,
FRONTDESK_MAIL_FROM, PORT, NODE_ENV, and a variable for each setting, such as
FRONTDESK_ALLOWED_ORIGINS and FRONTDESK_SESSION_LIFETIME_SECONDS.
`

const commands: Record<string, (args: string[]) => Promise<void>> = {
  start,
  keys,
  backup: backupDatabase,
  restore: restoreDatabase,
  migrate: migrateDatabase,
  config,
  doctor,
}

const [name = 'help', ...args] = process.argv.slice(2)
const command = commands[name]
if (command) {
  command(args).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
} else {
  const asked = ['help', '--help', '-h'].includes(name)
  ;(asked ? process.stdout : process.stderr).write(asked ? usage : `frontdesk ${name} is not a command.\n\n${usage}`)
  process.exitCode = asked ? 0 : 1
}
