import type { ClaimsTemplate, JwtTemplate } from '@frontdesk/contract'
import type { JwtTemplateRow } from '../capabilities/machines/jwt-templates/jwt-templates.js'
import { fromJson } from '../database/columns.js'

/** A template without its key, which nobody is shown. */
export const jwtTemplate = (template: JwtTemplateRow): JwtTemplate => ({
  object: 'jwt_template',
  id: template.id,
  name: template.name,
  claims: fromJson<ClaimsTemplate>(template.claims),
  lifetime: template.lifetime_seconds,
  allowed_clock_skew: template.allowed_clock_skew_seconds,
  custom_signing_key: template.sealed_signing_key !== null,
  signing_algorithm: template.signing_algorithm,
  created_at: template.created_at,
  updated_at: template.updated_at,
})
