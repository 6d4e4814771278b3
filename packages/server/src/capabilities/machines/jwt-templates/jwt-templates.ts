/**
 * Templates of tokens for other services: which claims they have, how long they live, who signs. A signing key that was given is sealed and
 * never shown again.
 */
import { type ClaimsTemplate, errors, reservedClaimIn, type SigningAlgorithm } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { toJson } from '../../../database/columns.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { faultOfKey, sealKey } from '../../../tokens/given-key.js'
import type { JwtTemplatesTable } from './tables.js'

export type JwtTemplateRow = JwtTemplatesTable

/** What may be changed; null restores a default. */
export interface TemplateChanges extends Signing {
  name?: string | undefined
  claims?: ClaimsTemplate | undefined
  /** In seconds, as the clock skew. */
  lifetime?: number | null | undefined
  allowed_clock_skew?: number | null | undefined
}

interface Signing {
  custom_signing_key?: boolean | undefined
  signing_algorithm?: SigningAlgorithm | null | undefined
  signing_key?: string | null | undefined
}

const defaults = { lifetimeSeconds: 60, allowedClockSkewSeconds: 5 }

/** @throws `jwt_template_reserved_claim`, `form_identifier_exists` for a taken name, `form_param_…` for a key that can't sign */
export async function createTemplate(
  tx: Transaction,
  fields: TemplateChanges & { name: string; claims: ClaimsTemplate },
): Promise<JwtTemplateRow> {
  const id = newId('jtmp')
  const template: JwtTemplateRow = {
    id,
    name: fields.name,
    claims: claimsColumn(fields.claims),
    lifetime_seconds: fields.lifetime ?? defaults.lifetimeSeconds,
    allowed_clock_skew_seconds: fields.allowed_clock_skew ?? defaults.allowedClockSkewSeconds,
    ...signingColumns(tx, id, fields, null),
    created_at: tx.now(),
    updated_at: tx.now(),
  }
  await insertRow(tx, 'jwt_templates', template).catch(throwTakenName)
  return template
}

/** @throws as `createTemplate`, and `resource_not_found` */
export async function updateTemplate(tx: Transaction, id: string, changes: TemplateChanges): Promise<JwtTemplateRow> {
  const before = await requireTemplate(tx, id)
  const { name, claims, lifetime, allowed_clock_skew } = changes
  const columns: Partial<JwtTemplateRow> = {
    ...(name !== undefined && { name }),
    ...(claims !== undefined && { claims: claimsColumn(claims) }),
    ...(lifetime !== undefined && { lifetime_seconds: lifetime ?? defaults.lifetimeSeconds }),
    ...(allowed_clock_skew !== undefined && {
      allowed_clock_skew_seconds: allowed_clock_skew ?? defaults.allowedClockSkewSeconds,
    }),
    ...signingColumns(tx, id, changes, before),
    updated_at: tx.now(),
  }
  const template = await updateRow(tx, 'jwt_templates', id, columns).catch(throwTakenName)
  if (!template) throw errors.resourceNotFound()
  return template
}

/** @throws `resource_not_found` */
export async function deleteTemplate(tx: Transaction, id: string): Promise<JwtTemplateRow> {
  const deleted = await tx.db.deleteFrom('jwt_templates').where('id', '=', id).returningAll().executeTakeFirst()
  if (!deleted) throw errors.resourceNotFound()
  return deleted
}

/** @throws `resource_not_found` */
export async function requireTemplate({ db }: Instance, id: string): Promise<JwtTemplateRow> {
  const template = await db.selectFrom('jwt_templates').selectAll().where('id', '=', id).executeTakeFirst()
  if (!template) throw errors.resourceNotFound()
  return template
}

const byName = prepared((db, name: string) => db.selectFrom('jwt_templates').selectAll().where('name', '=', name))

/** @throws `resource_not_found`, with the name */
export async function requireTemplateNamed(instance: Instance, name: string): Promise<JwtTemplateRow> {
  const [template] = await byName(instance, name)
  if (!template) throw errors.jwtTemplateNotFound(name)
  return template
}

/** Newest first. */
export const listTemplates = ({ db }: Instance, page: { limit: number; offset: number }): Promise<JwtTemplateRow[]> =>
  db
    .selectFrom('jwt_templates')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()

export async function countTemplates({ db }: Instance): Promise<number> {
  const { count } = await db
    .selectFrom('jwt_templates')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function claimsColumn(claims: ClaimsTemplate): string {
  const reserved = reservedClaimIn(claims)
  if (reserved !== undefined) throw errors.jwtTemplateReservedClaim(reserved)
  return toJson(claims)
}

type SigningColumns = Pick<JwtTemplateRow, 'signing_algorithm' | 'sealed_signing_key'>

/** A key stays what it is until another one is given, or none is wanted. */
function signingColumns(tx: Transaction, id: string, signing: Signing, before: SigningColumns | null): SigningColumns {
  const hadKey = (before?.sealed_signing_key ?? null) !== null
  const { custom_signing_key = hadKey, signing_key: key } = signing
  const algorithm = signing.signing_algorithm ?? (hadKey ? before?.signing_algorithm : undefined)
  if (!custom_signing_key) {
    if (key) throw errors.formParamValueInvalid('signing_key', 'needs custom_signing_key to be true')
    if (signing.signing_algorithm && signing.signing_algorithm !== 'RS256')
      throw errors.formParamValueInvalid('signing_algorithm', "is RS256 with the instance's own keys")
    return { signing_algorithm: 'RS256', sealed_signing_key: null }
  }
  if (!algorithm) throw errors.formParamMissing('signing_algorithm')
  if (!key) {
    if (before && hadKey && algorithm === before.signing_algorithm)
      return { signing_algorithm: algorithm, sealed_signing_key: before.sealed_signing_key }
    throw errors.formParamMissing('signing_key')
  }
  const fault = faultOfKey(algorithm, key)
  if (fault) throw errors.formParamValueInvalid('signing_key', fault)
  return { signing_algorithm: algorithm, sealed_signing_key: sealKey(tx.vault, id, key) }
}

function throwTakenName(error: unknown): never {
  throw violatedIndex(error) === 'jwt_templates_name' ? errors.formIdentifierExists('name') : error
}
