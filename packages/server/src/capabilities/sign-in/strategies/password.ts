import { errors } from '@frontdesk/contract'
import { verifiedFactor } from '../../sessions/completed-sign-in.js'
import type { Strategy } from '../strategies.js'

export const password: Strategy = {
  name: 'password',
  leadsTo: 'complete',

  offers: ({ user }) => (user.password_digest === null ? [] : [{ strategy: 'password' }]),

  async check(instance, _signIn, { user }, params) {
    if (!params.password) throw errors.formParamMissing('password')
    if (!(await instance.passwords.verify(params.password, user.password_digest))) throw errors.formPasswordIncorrect()
    return async (tx) => verifiedFactor('password', user.id, tx.now())
  },
}
