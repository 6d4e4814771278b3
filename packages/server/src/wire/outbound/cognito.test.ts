import { describe, expect, test } from 'vitest'
import { askCognito } from './cognito.js'
import type { Outbound, OutboundInit } from './outbound.js'

const never = new AbortController().signal
const digest = 'awscognito#eu-west-1_AbCd12345#1example23456789#jane#doe@example.com'

function cognito(status: number, answer: object) {
  const asked: Array<[string, OutboundInit]> = []
  const outbound: Outbound = {
    async fetch(url, init = {}) {
      asked.push([String(url), init])
      return new Response(JSON.stringify(answer), { status })
    },
  }
  return { asked, fits: (of = digest) => askCognito(outbound)(of, 'correct horse', never) }
}

describe('whether a password is right is asked of Cognito', () => {
  test('in the region of the pool, by the client that the digest names', async () => {
    const { asked, fits } = cognito(200, { AuthenticationResult: { AccessToken: 'x' }, ChallengeParameters: {} })
    expect(await fits()).toBe(true)
    const [[url, { method, headers, body }]] = asked as [[string, OutboundInit]]
    expect([method, url]).toEqual(['POST', 'https://cognito-idp.eu-west-1.amazonaws.com/'])
    expect(headers).toEqual({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    })
    expect(JSON.parse(body!)).toEqual({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: '1example23456789',
      AuthParameters: { USERNAME: 'jane#doe@example.com', PASSWORD: 'correct horse' },
    })
    await fits('awscognito#cn-north-1_A#1#jane')
    expect(asked[1]![0]).toBe('https://cognito-idp.cn-north-1.amazonaws.com.cn/')
  })

  test.each<[boolean, number, object]>([
    [true, 200, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'x' }],
    [false, 200, { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'x' }],
    [false, 200, { ChallengeName: 'CUSTOM_CHALLENGE', Session: 'x' }],
    [false, 400, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' }],
    [false, 400, { __type: 'com.amazonaws.cognito#UserNotFoundException', message: 'User does not exist.' }],
  ])('the answer is %s to %i %j', async (answer, status, body) => {
    expect(await cognito(status, body).fits()).toBe(answer)
  })

  test('a client that may not ask is a fault, not a wrong password', async () => {
    const { fits } = cognito(400, {
      __type: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    })
    await expect(fits()).rejects.toThrow('Cognito answered 400 InvalidParameterException: USER_PASSWORD_AUTH flow not enabled')
  })
})
