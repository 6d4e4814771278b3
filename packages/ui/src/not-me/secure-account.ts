import { ask } from '../client/ask.js'

/** Ends every session of the account that the mail was about. @throws RequestFailure */
export const secureAccount = (baseUrl: string, token: string) => ask(`${baseUrl}/not-me`, { method: 'POST', body: token })
