import { backendApi, errors } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { jwtTemplate } from '../../../resources/jwt-template.js'
import { templateToken } from '../../../resources/template-token.js'
import { transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { findActiveSession } from '../../devices/sessions/sessions.js'
import {
  countTemplates,
  createTemplate,
  deleteTemplate,
  listTemplates,
  requireTemplate,
  requireTemplateNamed,
  updateTemplate,
} from './jwt-templates.js'

const { jwtTemplates, sessions } = backendApi

export const backendJwtTemplateRoutes = [
  route(jwtTemplates.list, { caller: secretKey, counts: [] }, async ({ instance, query: { paginated, ...page } }) => {
    const data = (await listTemplates(instance, page)).map(jwtTemplate)
    return paginated ? { data, total_count: await countTemplates(instance) } : data
  }),

  route(jwtTemplates.get, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    jwtTemplate(await requireTemplate(instance, params.template_id)),
  ),

  route(jwtTemplates.create, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    jwtTemplate(await transaction(instance, (tx) => createTemplate(tx, body))),
  ),

  route(jwtTemplates.update, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    jwtTemplate(await transaction(instance, (tx) => updateTemplate(tx, params.template_id, body))),
  ),

  route(jwtTemplates.delete, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    const { id } = await transaction(instance, (tx) => deleteTemplate(tx, params.template_id))
    return { object: 'jwt_template', id, deleted: true as const }
  }),

  route(sessions.createTokenFromTemplate, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const session = await findActiveSession(instance, params.session_id)
    if (!session) throw errors.resourceNotFound()
    const template = await requireTemplateNamed(instance, params.template_name)
    const jwt = await templateToken(instance, template, session, null, body.expires_in_seconds ?? undefined)
    return { object: 'token' as const, jwt }
  }),
]
