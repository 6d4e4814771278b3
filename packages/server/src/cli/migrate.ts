import { createFrontdesk } from '../server.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import type { Command } from './command.js'

/** `frontdesk migrate`: what every start does anyway, as a step of its own for deployments. */
export const migrateCommand: Command = {
  usage: [['', 'brings the database up to date, and stops']],
  details: 'Each start of a server does the same. As a step of its own it goes before the new version is started.\n',
  flags: {},
  words: { least: 0, most: 0 },
  async run() {
    const frontdesk = createFrontdesk({ environment: environmentOfProcess() }, { isServing: false })
    await frontdesk.ready()
    await frontdesk.close()
    process.stdout.write('The database is up to date.\n')
  },
}
