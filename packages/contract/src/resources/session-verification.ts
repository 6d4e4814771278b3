import * as z from 'zod'
import { SessionInBrief } from './session.js'
import { SupportedFirstFactor, SupportedSecondFactor } from './sign-in.js'
import { Verification } from './verification.js'

export const VerificationLevel = z.enum(['first_factor', 'second_factor', 'multi_factor'])
export type VerificationLevel = z.infer<typeof VerificationLevel>

/** Somebody who is signed in shows once more who they are. `status` names the next step, as a sign-in's does. */
export const SessionVerification = z.object({
  object: z.literal('session_reverification'),
  level: VerificationLevel,
  status: z.enum(['needs_first_factor', 'needs_second_factor', 'complete']),
  supported_first_factors: z.array(SupportedFirstFactor).nullable(),
  supported_second_factors: z.array(SupportedSecondFactor).nullable(),
  first_factor_verification: Verification.nullable(),
  second_factor_verification: Verification.nullable(),
  session: SessionInBrief,
})
export type SessionVerification = z.infer<typeof SessionVerification>
