import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { signUpResource } from '../../../resources/sign-up.js'
import { route } from '../../../wire/route.js'
import { markSignUp, requireSignUp } from '../../entering/sign-up/marks.js'

const { signUps } = backendApi

export const backendSignUpRoutes = [
  route(signUps.get, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    signUpResource(instance, await requireSignUp(instance, params.sign_up_attempt_id)),
  ),

  route(signUps.update, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    signUpResource(instance, await markSignUp(instance, params.sign_up_attempt_id, body)),
  ),
]
