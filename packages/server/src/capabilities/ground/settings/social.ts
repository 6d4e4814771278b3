/**
 * The instance's clients at identity providers as settings: code and the environment give some, others are stored. Each is fixed field by
 * field where code says it, and its secret never is among them.
 */
import { isDeepStrictEqual } from 'node:util'
import { errors, knownProviders, providerKey, SocialClient } from '@frontdesk/contract'
import { nearest, variable } from '@frontdesk/contract/options'
import * as z from 'zod'
import { fromVariable } from '../../../basics/from-variable.js'
import { Redacted } from '../../../crypto/redacted.js'
import { camelCase } from './leaves.js'

export type SocialClients = Record<string, SocialClient>

const { shape } = SocialClient
const { shape: claims } = shape.claims.unwrap()

const aClient = 'must be your client at that provider, such as { clientId, clientSecret }'

/** A client as code gives it. */
const ClientInCode = z.strictObject(
  {
    clientId: shape.client_id.optional(),
    clientSecret: z
      .string('must be the text that the provider gave, not something else') // which no message repeats
      .trim()
      .min(1)
      .max(10_000)
      .transform((secret) => new Redacted(secret))
      .optional(),
    enabled: shape.enabled,
    authenticatable: shape.authenticatable,
    scopes: shape.scopes,
    name: shape.name,
    logoUrl: shape.logo_url,
    issuer: shape.issuer,
    authorizationUrl: shape.authorization_url,
    tokenUrl: shape.token_url,
    userinfoUrl: shape.userinfo_url,
    jwksUrl: shape.jwks_url,
    clientAuthentication: shape.client_authentication,
    pkce: shape.pkce,
    claims: z
      .strictObject({
        subject: claims.subject,
        email: claims.email,
        emailVerified: claims.email_verified,
        firstName: claims.first_name,
        lastName: claims.last_name,
        username: claims.username,
        imageUrl: claims.image_url,
      })
      .optional(),
    tenant: shape.tenant,
    teamId: shape.team_id,
    keyId: shape.key_id,
  },
  aClient,
)

/** `social` of `frontdesk()`, completed with the environment. */
export const SocialInCode = z
  .record(z.string(), ClientInCode)
  .superRefine((clients, context) => {
    for (const [key, client] of Object.entries(clients)) {
      if (!providerKey.safeParse(key).success)
        context.addIssue({ code: 'custom', path: [key], message: `is no provider, not even one of your own: ${guess(key)}` })
      else if (client.clientId === undefined && Object.keys(client).some((name) => name !== 'clientSecret'))
        context.addIssue({
          code: 'custom',
          path: [key, 'clientId'],
          message: `is missing, and not in ${prefix}${key.toUpperCase()}_CLIENT_ID: the provider gives one when you register a client there`,
        })
    }
  })
  .meta({ example: { google: { clientId: '….apps.googleusercontent.com', clientSecret: 'GOCSPX-…' } } })

function guess(key: string): string {
  const near = nearest(key, knownProviders)
  return near ? `did you mean ${near}?` : 'those begin with custom_, such as custom_acme'
}

const prefix = 'FRONTDESK_SOCIAL_'

/** Each field of a client but its claims has a variable: `FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID`. */
const variableFields = Object.entries(ClientInCode.shape)
  .filter(([name]) => name !== 'claims')
  .map(([name, schema]) => ({ name, schema, ending: name.replace(/[A-Z]/g, '_$&').toUpperCase() }))
  .sort((one, other) => other.ending.length - one.ending.length)

/** What code gives, then what variables say of the same clients and of others, then what a file of settings has. */
export function withEnvironmentsClients(given: unknown, inFile: unknown): unknown {
  if (given !== undefined && !isObject(given)) return given // for the schema to refuse
  const found: Record<string, Record<string, unknown>> = {}
  for (const key of Object.keys(given ?? {})) found[key] = given![key] as Record<string, unknown>
  for (const { key, field, value } of variables()) found[key] = { [field]: value, ...found[key] }
  for (const [key, client] of Object.entries((inFile ?? {}) as Record<string, Record<string, unknown>>))
    found[key] = { ...camelizedKeys(client), ...found[key] }
  return Object.keys(found).length > 0 ? found : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const camelizedKeys = (client: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(client).map(([name, value]) => [
      camelCase(name),
      name === 'claims' ? camelizedKeys(value as object as Record<string, unknown>) : value,
    ]),
  )

function variables(): Array<{ key: string; field: string; value: unknown }> {
  return Object.keys(process.env)
    .filter((name) => name.startsWith(prefix) && variable(name) !== undefined)
    .flatMap((name) => {
      const known = variableFields.find(({ ending }) => name.endsWith(`_${ending}`))
      const key = known && name.slice(prefix.length, -known.ending.length - 1).toLowerCase()
      return key ? [{ key, field: known.name, value: fromVariable(name, known.schema) }] : []
    })
}

export interface FixedClients {
  clients: Record<string, Partial<SocialClient>>
  secrets: Record<string, Redacted<string>>
  /** Where each is set. */
  places: Record<string, string>
}

/** What is fixed, by the name of each connection: `social.google`. */
export function fixedClients(given: unknown, parsed: z.output<typeof SocialInCode>): FixedClients {
  const fixed: FixedClients = { clients: {}, secrets: {}, places: {} }
  for (const [key, { clientSecret, ...client }] of Object.entries(parsed)) {
    const name = `social.${key}`
    const isInCode = isObject(given) && given[key] !== undefined
    if (Object.keys(client).length > 0) {
      fixed.clients[key] = snakeKeys(client) as Partial<SocialClient> // the schema is made of its fields
      fixed.places[name] = isInCode ? `in code: ${name}` : `in ${prefix}${key.toUpperCase()}_CLIENT_ID`
    }
    if (clientSecret) fixed.secrets[name] = clientSecret
  }
  return fixed
}

const snakeKeys = (client: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(client).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === 'claims' && isObject(value) ? snakeKeys(value) : value,
    ]),
  )

/** All clients: those that code fixes first, each field by field before what is stored of it. */
export function allClients(fixed: unknown, stored: unknown): Record<string, unknown> {
  const [first, rest] = [fixed, stored].map((layer) => (layer ?? {}) as Record<string, object>) as [
    Record<string, object>,
    Record<string, object>,
  ]
  const keys = [...new Set([...Object.keys(first), ...Object.keys(rest)])]
  return Object.fromEntries(keys.map((key) => [key, { ...rest[key], ...first[key] }]))
}

/** What is stored of clients that are to be like this: nothing of what code fixes. @throws `setting_locked` for another value of that */
export function clientsToStore(
  wanted: SocialClients,
  fixed: FixedClients['clients'],
  places: Record<string, string>,
): Record<string, Partial<SocialClient>> {
  for (const [key, client] of Object.entries(fixed)) {
    const name = `social.${key}`
    const differs = Object.entries(client).some(
      ([field, value]) => !isDeepStrictEqual(value, wanted[key]?.[field as keyof SocialClient]),
    )
    if (differs) throw errors.settingLocked(name, places[name] ?? 'in code')
  }
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, client]) => {
      const own = Object.entries(client).filter(([field]) => fixed[key]?.[field as keyof SocialClient] === undefined)
      return own.length > 0 ? [[key, Object.fromEntries(own)]] : []
    }),
  )
}
