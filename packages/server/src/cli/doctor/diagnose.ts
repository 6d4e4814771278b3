import { addressChecks } from './addresses.js'
import { apiChecks } from './api.js'
import type { App } from './app.js'
import type { Check, Finding } from './check.js'
import { dataChecks } from './data.js'
import { deploymentChecks } from './deployment.js'
import { domainChecks } from './domain.js'
import { keyChecks } from './keys.js'
import { leakChecks } from './leaks.js'
import { mailChecks } from './mail.js'
import { middlewareChecks } from './middleware.js'
import { packageChecks } from './packages.js'

export const checks: Check[] = [
  ...keyChecks,
  ...addressChecks,
  ...domainChecks,
  ...apiChecks,
  ...leakChecks,
  ...middlewareChecks,
  ...packageChecks,
  ...deploymentChecks,
  ...mailChecks,
  ...dataChecks,
]

/** What is wrong with an app, in the order of the checks. */
export async function diagnose(app: App): Promise<Finding[]> {
  const problems = await Promise.all(checks.map(async ({ name, run }) => ({ name, problem: await run(app) })))
  return problems.flatMap(({ name, problem }) => (problem ? [{ name, ...problem }] : []))
}
