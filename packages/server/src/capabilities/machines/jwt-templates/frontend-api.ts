import { errors, frontendApi } from '@frontdesk/contract'
import { clientSecret } from '../../../callers/client-secret.js'
import { templateToken } from '../../../resources/template-token.js'
import { transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { findSessionBySecret, isActivityDue, noteActivity } from '../../devices/sessions/signed-in.js'
import { requireTemplateNamed } from './jwt-templates.js'

export const jwtTemplateRoutes = [
  route(frontendApi.sessions.createTokenFromTemplate, { caller: clientSecret, counts: ['call'] }, async (call) => {
    const { instance, params, clientSecret, origin } = call
    const session = clientSecret ? await findSessionBySecret(instance, clientSecret, params.session_id) : null
    if (session?.tasks !== '') throw errors.signedOut()
    const template = await requireTemplateNamed(instance, params.template_name)
    const [jwt] = await Promise.all([
      templateToken(instance, template, session, origin),
      isActivityDue(instance, session) && transaction(instance, (tx) => noteActivity(tx, session, call)),
    ])
    return { object: 'token' as const, jwt }
  }),
]
