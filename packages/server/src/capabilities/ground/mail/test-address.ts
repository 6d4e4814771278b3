import type { Options } from '../../../start/options.js'

/** Such as `jane+clerk_test@example.com`, in development instances only: its code is known and not mailed. */
export const isTestAddress = ({ environment }: Pick<Options, 'environment'>, emailAddress: string): boolean =>
  environment === 'development' && /\+clerk_test(?:\+|@|\b)/.test(emailAddress)
