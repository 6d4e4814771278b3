import type { Migration } from '../migration.js'
import { firstTables } from './0001-first-tables.js'
import { proofs } from './0002-proofs.js'
import { canonicalTexts } from './0003-canonical-texts.js'
import { formerAddresses } from './0004-former-addresses.js'
import { lifetimes } from './0005-lifetimes.js'
import { passwordKinds } from './0008-password-kinds.js'
import { localeAndClientTrust } from './0009-locale-and-client-trust.js'
import { settings } from './0010-settings.js'
import { causes } from './0011-causes.js'
import { timezones } from './0012-timezones.js'
import { signUpsOfApps } from './0013-sign-ups-of-apps.js'
import { channels } from './0014-channels.js'
import { secondFactors } from './0015-second-factors.js'
import { searchTexts } from './0016-search-texts.js'
import { primaryAddresses } from './0017-primary-addresses.js'
import { webhooks } from './0018-webhooks.js'
import { jwtTemplates } from './0019-jwt-templates.js'
import { imports } from './0020-imports.js'
import { formerSessions } from './0021-former-sessions.js'
import { identifiersAndHoldings } from './0022-identifiers-and-holdings.js'
import { phoneNumbers } from './0023-phone-numbers.js'
import { secondFactorsAndTasks } from './0024-second-factors-and-tasks.js'
import { sessionVerifications } from './0025-session-verifications.js'
import { passkeys } from './0026-passkeys.js'
import { externalAccounts } from './0027-external-accounts.js'
import { secrets } from './0028-secrets.js'
import { invitations } from './0029-invitations.js'
import { restrictions } from './0030-restrictions.js'
import { web3Wallets } from './0031-web3-wallets.js'
import { sessionsOfClient } from './0032-sessions-of-client.js'

/** In order; a migration that has been released is never edited, only followed by another. */
export const migrations: Migration[] = [
  firstTables,
  proofs,
  canonicalTexts,
  formerAddresses,
  lifetimes,
  passwordKinds,
  localeAndClientTrust,
  settings,
  causes,
  timezones,
  signUpsOfApps,
  channels,
  secondFactors,
  searchTexts,
  primaryAddresses,
  webhooks,
  jwtTemplates,
  imports,
  formerSessions,
  identifiersAndHoldings,
  phoneNumbers,
  externalAccounts,
  passkeys,
  sessionVerifications,
  secrets,
  secondFactorsAndTasks,
  invitations,
  restrictions,
  web3Wallets,
  sessionsOfClient,
]
