/**
 * Authenticates a request by the type of its token: sessions in `authenticate-session.ts`, machines only by their bearer token. A token of a
 * type that the app does not accept is refused before anything else is checked.
 */
import { type AcceptsToken, isMachineType } from '../auth/accepted-auth.js'
import { authenticatedMachine, invalidTokenAuth, unauthenticatedMachine } from '../auth/machine-auth.js'
import type { MachineTokenVerificationError } from '../errors.js'
import { type MachineTokenType, machineTokenType, TokenType } from '../tokens/token-type.js'
import { authenticateSession } from './authenticate-session.js'
import { type Authenticator, assertMachineKeys, assertSessionKeys } from './authenticator.js'
import { type AuthRequest, type Decision, explanation } from './decision.js'
import { withPublicUrl } from './embedded-origin.js'
import { explain } from './explain.js'
import { bearerToken } from './incoming-request.js'
import { assertSatellite } from './satellite.js'

/** @throws if keys are missing; TypeError for an invalid `acceptsToken`, because a typo must not let anybody in */
export function authenticate(
  authenticator: Authenticator,
  sent: AuthRequest,
  accepted: AcceptsToken = authenticator.options.acceptsToken ?? TokenType.SessionToken,
): Decision | Promise<Decision> {
  const request = withPublicUrl(authenticator, sent)
  if (isMachineType(accepted)) assertMachineKeys(authenticator.options)
  else assertSessionKeys(authenticator.options)
  if (authenticator.options.isSatellite && accepted !== TokenType.M2MToken) assertSatellite(authenticator, request)
  if (accepted === TokenType.SessionToken) return authenticateSession(authenticator, request)

  const bearer = bearerToken(request.header('authorization'))
  const type = bearer ? machineTokenType(bearer, authenticator.verifier.peek) : null
  if (isMachineType(accepted)) {
    if (!bearer) return turnedAway(accepted, 'No token in header')
    if (type !== accepted) {
      explain(authenticator.options, 'token-type-mismatch', `The token is no ${accepted}.`)
      return turnedAway(accepted, 'token-type-mismatch')
    }
  } else if (typeof accepted !== 'string') {
    if (!accepted.includes(type ?? TokenType.SessionToken)) {
      explain(authenticator.options, 'token-type-mismatch', `The token is none of ${accepted.join(', ')}.`)
      return notAccepted()
    }
  } else if (accepted !== 'any') {
    throw new TypeError(`acceptsToken: ${JSON.stringify(accepted)} is none of ${Object.values(TokenType).join(', ')} and any.`)
  }
  return bearer && type ? authenticateMachine(authenticator, bearer, type) : authenticateSession(authenticator, request)
}

async function authenticateMachine(authenticator: Authenticator, token: string, tokenType: MachineTokenType): Promise<Decision> {
  const { audience, clockSkewInMs, issuer } = authenticator.options
  try {
    const verified = await authenticator.machines.verify(token, tokenType, { audience, clockSkewInMs, issuer })
    const auth = authenticatedMachine(verified, token)
    return { status: 'signed-in', reason: null, message: '', headers: [], token, tokenType, auth: () => auth }
  } catch (error) {
    const fault = error as MachineTokenVerificationError // the verifier throws nothing else
    explain(authenticator.options, fault.code, fault.cause instanceof Error ? fault.cause.message : fault.message)
    return turnedAway(tokenType, fault.code, fault.getFullMessage())
  }
}

function turnedAway(tokenType: MachineTokenType, reason: string, message = ''): Decision {
  return { ...refusal(reason, message), tokenType, auth: () => unauthenticatedMachine(tokenType, reason) }
}

function notAccepted(): Decision {
  return { ...refusal('token-type-mismatch', ''), tokenType: null, auth: () => invalidTokenAuth }
}

function refusal(reason: string, message: string) {
  return { status: 'signed-out', reason, message, headers: explanation('signed-out', reason, message), token: null } as const
}
