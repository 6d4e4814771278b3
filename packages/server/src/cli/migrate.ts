import { createFrontdesk } from '../server.js'
import { environmentOfProcess } from '../start/stated-environment.js'

/** `frontdesk migrate`: what every start does anyway, as a step of its own for deployments. */
export async function migrateDatabase(): Promise<void> {
  const frontdesk = createFrontdesk({ environment: environmentOfProcess() }, { isServing: false })
  await frontdesk.ready()
  await frontdesk.close()
  process.stdout.write('The database is up to date.\n')
}
