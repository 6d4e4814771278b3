import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedInOrEnrolling } from '../../../callers/signed-in.js'
import { accountName, backupCodesResource, newTotpResource, totpResource } from '../../../resources/second-factors.js'
import { route } from '../../../wire/route.js'
import { beginOwnTotp, removeOwnTotp, renewOwnBackupCodes, verifyOwnTotp } from './two-step.js'

const { me } = frontendApi

export const twoStepRoutes = [
  route(
    me.createMyTotp,
    { caller: reverified('strict', signedInOrEnrolling), counts: ['call', 'change'] },
    async ({ instance, user }) => newTotpResource(instance, await beginOwnTotp(instance, user), accountName(user)),
  ),

  route(
    me.attemptMyTotpVerification,
    { caller: signedInOrEnrolling, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, session, user, body }) => {
      browser.bringsSession = true
      const { totp, codes } = await verifyOwnTotp(instance, session, user, body.code, browser.device)
      return totpResource(totp, codes)
    },
  ),

  route(me.deleteMyTotp, { caller: reverified('strict'), counts: ['call', 'change'] }, async ({ instance, browser, user }) => {
    const { id } = await removeOwnTotp(instance, user, browser.device)
    browser.bringsSession = true
    return { object: 'totp', id, deleted: true as const }
  }),

  route(
    me.createMyBackupCodes,
    { caller: reverified('strict', signedInOrEnrolling), counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, user }) =>
      backupCodesResource(instance, await renewOwnBackupCodes(instance, user, browser.device)),
  ),
]
