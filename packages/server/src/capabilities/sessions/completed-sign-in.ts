/**
 * A session can only be made from a CompletedSignIn, and that only from factors that were really verified. Nothing else has these
 * types, so a pending attempt can't become a session by mistake.
 */
declare const verified: unique symbol

/** One factor, verified by the strategy that names it. */
export interface VerifiedFactor {
  readonly [verified]: true
  readonly strategy: string
  readonly userId: string
  readonly verifiedAt: number
}

/** All factors that the user's account requires. */
export interface CompletedSignIn {
  readonly userId: string
  readonly firstFactor: VerifiedFactor
}

/** For strategies alone, at the place where they have just verified the factor. */
export function verifiedFactor(strategy: string, userId: string, verifiedAt: number): VerifiedFactor {
  return { strategy, userId, verifiedAt } as VerifiedFactor // the brand exists in types only
}

export const completedSignIn = (firstFactor: VerifiedFactor): CompletedSignIn => ({ userId: firstFactor.userId, firstFactor })
