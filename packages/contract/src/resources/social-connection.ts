/** Connections to identity providers have no operations in the published specification; these are our own. */
import * as z from 'zod'
import { ShownSecret } from './secret.js'
import { SocialClient } from './social-client.js'

export const SocialConnection = z.object({
  object: z.literal('social_connection'),
  id: z.string().describe('The provider: `google`, or `custom_acme` for one of your own.'),
  provider: z.string(),
  strategy: z.string().describe('As sign-ins name it: `oauth_google`.'),
  ...SocialClient.shape,
  enabled: z.boolean().describe('Whether it is offered.'),
  authenticatable: z.boolean().describe('Whether people sign in by it, and not only connect it to their account.'),
  name: z.string(),
  client_secret: ShownSecret,
  callback_url: z.string().describe('What to register at the provider as redirect URI.'),
  locked: z.string().nullable().describe('Where it is set instead: `in code: social.google`; null where it may be changed here.'),
})
export type SocialConnection = z.infer<typeof SocialConnection>
