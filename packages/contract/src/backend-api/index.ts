import { clients } from './clients.js'
import { emailAddresses } from './email-addresses.js'
import { instance } from './instance.js'
import { invitations } from './invitations.js'
import { jwks } from './jwks.js'
import { jwtTemplates } from './jwt-templates.js'
import { phoneNumbers } from './phone-numbers.js'
import { allowlistIdentifiers, blocklistIdentifiers } from './restrictions.js'
import { sessions } from './sessions.js'
import { signInTokens } from './sign-in-tokens.js'
import { signUps } from './sign-ups.js'
import { socialConnections } from './social-connections.js'
import { testingTokens } from './testing-tokens.js'
import { users } from './users.js'
import { waitlistEntries } from './waitlist-entries.js'
import { events, webhookEndpoints, webhooks } from './webhooks.js'

export const backendApi = {
  users,
  emailAddresses,
  phoneNumbers,
  sessions,
  clients,
  allowlistIdentifiers,
  blocklistIdentifiers,
  instance,
  jwks,
  jwtTemplates,
  signUps,
  socialConnections,
  invitations,
  signInTokens,
  waitlistEntries,
  testingTokens,
  events,
  webhookEndpoints,
  webhooks,
}
