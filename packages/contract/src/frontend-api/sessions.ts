import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { Client } from '../resources/client.js'
import { Session } from '../resources/session.js'
import { SessionVerification, VerificationLevel } from '../resources/session-verification.js'
import { Token } from '../resources/token.js'
import { code, nullablePassword, nullableText, text } from '../wire.js'
import { browserFields, strategyFields } from './attempt-fields.js'

const factor = {
  ...strategyFields,
  ...browserFields,
  strategy: text(64),
  email_address_id: nullableText(64).optional(),
  phone_number_id: nullableText(64).optional(),
  code: code.nullable().optional(),
  password: nullablePassword.optional(),
  public_key_credential: nullableText(20_000).optional(),
}
const step = { body: z.strictObject(factor), response: SessionVerification }

export const sessions = defineOperations('frontend', frontendOperations.sessions, {
  signOut: { response: Client.nullable() },
  getSession: { response: Session },
  touchSession: {
    body: z.strictObject({
      active_organization_id: nullableText(64).optional(),
      intent: z.enum(['focus', 'select_session', 'select_org']).nullable().optional(),
    }),
    response: Session,
  },
  endSession: { response: Session },
  removeSession: { response: Session },
  createSessionToken: {
    // Not strict: clerk-js sends fields of its own here (`tab_state`), and signs out if it gets a 422.
    body: z.object({ organization_id: nullableText(64).optional() }),
    response: Token,
    bare: true,
  },
  createTokenFromTemplate: { response: Token, bare: true }, // whatever is sent is not read
  startVerification: { body: z.strictObject({ ...browserFields, level: VerificationLevel }), response: SessionVerification },
  prepareFirstFactor: step,
  attemptFirstFactor: step,
  prepareSecondFactor: step,
  attemptSecondFactor: step,
})
