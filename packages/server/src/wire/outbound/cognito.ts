/** Asks Amazon Cognito whether a password is right, as its `InitiateAuth` answers to a client without a secret: no key of AWS is needed. */
import type { AskElsewhere } from '../../crypto/asked-elsewhere.js'
import type { Outbound } from './outbound.js'

/** What Cognito asks for once the password was right. */
const afterPassword = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SELECT_MFA_TYPE', 'MFA_SETUP']

/** Refusals of a password, or of an account that nobody signs in to. */
const refusals = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
]

export const askCognito =
  (outbound: Outbound): AskElsewhere =>
  async (digest, password, signal) => {
    const [, pool, client, ...identifier] = digest.split('#') as [string, string, string, string] // as its spelling says
    const region = pool.slice(0, pool.indexOf('_'))
    const response = await outbound.fetch(
      `https://cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        },
        body: JSON.stringify({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: client,
          AuthParameters: { USERNAME: identifier.join('#'), PASSWORD: password },
        }),
        signal,
      },
    )
    const answer = (await response.json()) as {
      AuthenticationResult?: object
      ChallengeName?: string
      __type?: string
      message?: string
    }
    if (response.ok) return answer.AuthenticationResult !== undefined || afterPassword.includes(answer.ChallengeName ?? '')
    const fault = (answer.__type ?? '').replace(/^.*#/, '')
    if (refusals.includes(fault)) return false
    throw new Error(`Cognito answered ${response.status} ${fault}: ${answer.message ?? ''}`)
  }
