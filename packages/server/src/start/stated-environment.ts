/** How this server runs, as somebody said it: `development` opens what production keeps shut, so a public address needs a word. */
import { isLoopbackName } from '@frontdesk/contract'
import { variable } from '@frontdesk/contract/options'
import { needChange } from './option-mistakes.js'

/** NODE_ENV is often missing, and `staging` and `test` say nothing of who may come. */
export const environmentOfProcess = (): 'development' | 'production' =>
  variable('NODE_ENV') === 'production' ? 'production' : 'development'

/** @throws for an address that others reach, where nobody said whether this is production */
export function assertStated(given: string | undefined, publicUrl: string | undefined): void {
  const said = variable('NODE_ENV')
  if (given || said === 'production' || said === 'development') return
  if (!publicUrl || isLoopbackName(new URL(publicUrl).hostname)) return
  throw new Error(
    `${needChange}\n  environment: must be stated where publicUrl is an address that others reach, and NODE_ENV is ${said ? `"${said}"` : 'not set'}. ${publicUrl} would run as in development, with test codes. Set NODE_ENV=production; for a development server NODE_ENV=development, or the option environment.`,
  )
}
