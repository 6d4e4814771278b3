/** The SDK's types of what the contract declares: resources as they are on the wire, and parameters in the spelling of JavaScript. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  AllowlistIdentifier,
  BackendClient,
  BackendSession,
  BackendUser,
  BackendWeb3Wallet,
  BlocklistIdentifier,
  backendApi,
  CodeVerification,
  Cookies,
  DeletedObject,
  EmailAddress,
  ExternalAccount,
  events,
  IdentificationLink,
  Invitation,
  Jwks,
  JwksKey,
  JwtTemplate,
  type Operation,
  PhoneNumber,
  passwordHasher,
  SessionActivity,
  SessionWithUser,
  Settings,
  SignInToken,
  SocialConnection,
  TestingToken,
  Token,
  ToldEvent,
  Verification,
  WaitlistEntry,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookReplay,
} from '@frontdesk/contract'
import * as z from 'zod'
import { camelCase } from '../../packages/backend/src/api/casing.js'

/** What JSON Schema says of a type, with what the contract's `meta` adds to it. */
interface Described {
  $ref?: string
  type?: string | string[]
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Described[]
  not?: object
  items?: Described
  properties?: Record<string, Described>
  additionalProperties?: Described | false
  required?: string[]
  description?: string
  /** The interface in which apps declare the members of an object of their own. */
  declaredIn?: string
  /** The fields that a list is sorted by. */
  sortedBy?: string[]
}

/** By their names in Clerk's SDK. Those that begin with `Served` have more members there, which `json/` adds by hand. */
const resources = {
  ServedUserJSON: BackendUser,
  ServedVerificationJSON: Verification,
  CodeVerificationJSON: CodeVerification,
  IdentificationLinkJSON: IdentificationLink,
  EmailAddressJSON: EmailAddress,
  PhoneNumberJSON: PhoneNumber,
  Web3WalletJSON: BackendWeb3Wallet,
  SessionJSON: BackendSession,
  SessionActivityJSON: SessionActivity,
  ClientJSON: BackendClient,
  TokenJSON: Token,
  CookiesJSON: Cookies,
  TestingTokenJSON: TestingToken,
  JwksJSON: Jwks,
  JwksKeyJSON: JwksKey,
  JwtTemplateJSON: JwtTemplate,
  AllowlistIdentifierJSON: AllowlistIdentifier,
  BlocklistIdentifierJSON: BlocklistIdentifier,
  ExternalAccountJSON: ExternalAccount,
  InvitationJSON: Invitation,
  SignInTokenJSON: SignInToken,
  WaitlistEntryJSON: WaitlistEntry,
  SettingsJSON: Settings,
  SocialConnectionJSON: SocialConnection,
  WebhookEndpointJSON: WebhookEndpoint,
  WebhookDeliveryJSON: WebhookDelivery,
  ToldEventJSON: ToldEvent,
  WebhookAttemptJSON: WebhookAttempt,
  WebhookReplayJSON: WebhookReplay,
  DeletedObjectJSON: DeletedObject,
}

/** Where Clerk's SDK has another name than the operation's, or takes the parameters one by one. */
const namesOfParameters: Record<string, string | null> = {
  'users.getCount': 'UserCountParams',
  'users.updateUserMetadata': 'UserMetadataParams',
  'users.replaceUserMetadata': 'UserMetadataParams',
  'sessions.refreshSession': 'RefreshTokenParams',
  'sessions.getToken': null,
  'sessions.createTokenFromTemplate': null,
  'jwtTemplates.list': null,
  'jwtTemplates.create': 'CreateJwtTemplateParams',
  'jwtTemplates.update': 'UpdateJwtTemplateParams',
  'clients.verifyClient': null,
  'allowlistIdentifiers.getAllowlistIdentifierList': null,
  'allowlistIdentifiers.createAllowlistIdentifier': null,
  'blocklistIdentifiers.createBlocklistIdentifier': null,
  'instance.updateRestrictions': null,
  'signUps.update': 'UpdateSignUpParams',
  'invitations.createInvitationBulk': 'CreateInvitationParams',
  'waitlistEntries.list': 'WaitlistEntryListParams',
  'waitlistEntries.create': 'WaitlistEntryParams',
  'waitlistEntries.createBulk': 'WaitlistEntryParams',
  'waitlistEntries.invite': 'InviteWaitlistEntryParams',
  'events.list': 'EventListParams',
  'socialConnections.create': 'CreateSocialConnectionParams',
  'socialConnections.update': 'UpdateSocialConnectionParams',
  'webhookEndpoints.list': 'WebhookEndpointListParams',
  'webhookEndpoints.create': 'CreateWebhookEndpointParams',
  'webhookEndpoints.update': 'UpdateWebhookEndpointParams',
  'webhookEndpoints.rotateSecret': 'RotateWebhookSecretParams',
  'webhookEndpoints.listDeliveries': 'WebhookDeliveryListParams',
  'webhookEndpoints.replay': 'ReplayWebhooksParams',
}

/** Where Clerk's SDK has another spelling than camelCase. */
const spellings: Record<string, string> = {
  last_active_at_since: 'last_active_at_since',
  primary_email_address_id: 'primaryEmailAddressID',
  primary_phone_number_id: 'primaryPhoneNumberID',
  primary_web3_wallet_id: 'primaryWeb3WalletID',
  profile_image_id: 'profileImageID',
}
const spelledAsOnTheWire = ['RefreshTokenParams']

/** `packages/backend/src/json/served.ts` */
export const servedResources = (): string =>
  formatted(`${origin}
import type { Declared, VerificationJSON } from './resource.js'

${printedResources((name) => name !== 'ServedVerificationJSON')}`)

/** `packages/backend/src/json/served-verification.ts`: a file of its own, as the resources that are served refer to what extends it. */
export const servedVerification = (): string =>
  formatted(`${origin}
${printedResources((name) => name === 'ServedVerificationJSON')}`)

/** What hooks are told, by names of their own: the server's package has no others. */
const ofEvents = {
  EventUser: BackendUser,
  EventWaitlistEntry: WaitlistEntry,
  EventInvitation: Invitation,
  EventSession: SessionWithUser,
  EventSessionActivity: SessionActivity,
  EventEmailAddress: EmailAddress,
  EventPhoneNumber: PhoneNumber,
  EventWeb3Wallet: BackendWeb3Wallet,
  EventVerification: Verification,
  EventIdentificationLink: IdentificationLink,
  EventDeletion: DeletedObject,
  EventData: z.object(events),
}

/** `packages/server/src/start/event-data.ts` */
export const eventTypes = (): string =>
  formatted(`${origin}
${describe(ofEvents, 'output')
  .map(
    ([name, described]) =>
      `export ${described.properties ? `interface ${name} ${objectOf(described, inEvents)}` : `type ${name} = ${typeOf(described, inEvents)}`}`,
  )
  .join('\n\n')}`)

const printedResources = (isWanted: (name: string) => boolean): string =>
  describe(resources, 'output')
    .filter(([name]) => isWanted(name))
    .map(([name, described]) => `export interface ${name} ${objectOf(described, answers)}`)
    .join('\n\n')

/** `packages/backend/src/api/parameters.ts` */
export function parameterTypes(): string {
  const described = describe({ PasswordHasher: passwordHasher, ...parameters() }, 'input')
  const printed = described.map(([name, type]) => {
    if (!type.properties) return `export type ${name} = ${typeOf(type, parametersInCamelCase)}`
    const base = baseOf(type, described)
    const own = base ? without(type, base[1]) : type
    const dialect = spelledAsOnTheWire.includes(name) ? wireParameters : parametersInCamelCase
    return `export interface ${name} ${base ? `extends ${base[0]} ` : ''}${objectOf(own, dialect)}`
  })
  return formatted(`${origin}
import type { Sorted } from './groups/paging.js'

${printed.join('\n\n')}`)
}

const origin = '/** Written by `npm run generate` from the contract: change it there. */'

/** Query and body of every operation; the SDK itself says whether a list is to come with its total. */
function parameters(): Record<string, z.ZodObject> {
  const found: Record<string, z.ZodObject> = {}
  for (const [group, operations] of Object.entries(backendApi))
    for (const { id, shapes } of Object.values<Operation>(operations)) {
      const { paginated: _, ...shape } = { ...shapes.query?.shape, ...shapes.body?.shape }
      const { [`${group}.${id}`]: name = `${capital(id.replace(/^get(\w+List)$/, '$1'))}Params` } = namesOfParameters
      if (name !== null && Object.keys(shape).length > 0) found[name] = z.object(shape)
    }
  return found
}

function describe(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Array<[name: string, described: Described]> {
  const registry = z.registry<{ id: string }>() // what has a name is referred to by it
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  return Object.entries(z.toJSONSchema(registry, { io, unrepresentable: 'any' }).schemas as Record<string, Described>)
}

/** The largest type, of three members or more, that is part of this one: what is written once is installed once. */
function baseOf(type: Described, all: Array<[name: string, described: Described]>) {
  const count = ({ properties = {} }: Described) => Object.keys(properties).length
  const isPart = (part: Described) => count(part) >= 3 && count(part) < count(type) && count(without(part, type)) === 0
  return all.filter(([, part]) => isPart(part)).toSorted(([, a], [, b]) => count(b) - count(a))[0]
}

/** The members that the other type has not, or not alike. */
function without(type: Described, other: Described): Described {
  const said = ({ properties, required }: Described, name: string) =>
    JSON.stringify([properties?.[name], required?.includes(name) ?? false])
  const own = Object.entries(type.properties ?? {}).filter(([name]) => said(type, name) !== said(other, name))
  return { ...type, properties: Object.fromEntries(own) }
}

interface Dialect {
  member(name: string): string
  /** What may be left out of parameters may be undefined too; answers have no such value. */
  optional: string
  metadata(declaredIn: string): string
}
const answers: Dialect = { member: (name) => name, optional: '', metadata: (name) => `Declared<${name}>` }
const inEvents: Dialect = {
  member: (name) => (name.includes('.') ? `'${name}'` : name),
  optional: '',
  metadata: () => 'Record<string, unknown>',
}
const wireParameters: Dialect = { member: (name) => name, optional: ' | undefined', metadata: (name) => name }
const parametersInCamelCase: Dialect = { ...wireParameters, member: (name) => spellings[name] ?? camelCase(name) }

/** A list that is always empty tells nothing: `json/` says by hand what Clerk's would hold. */
const tells = ({ items }: Described) => items?.not === undefined

function objectOf({ properties = {}, required = [], additionalProperties }: Described, dialect: Dialect): string {
  const members = Object.entries(properties).map(([name, member]) => {
    if (!tells(member)) return ''
    const [mark, end] = required.includes(name) ? ['', ''] : ['?', dialect.optional]
    const comment = member.description ? `/** ${member.description} */\n` : ''
    return `${comment}${dialect.member(name)}${mark}: ${typeOf(member, dialect)}${end}\n`
  })
  return `{\n${members.join('')}${additionalProperties ? '[member: string]: unknown\n' : ''}}`
}

function typeOf(described: Described, dialect: Dialect): string {
  const { $ref, declaredIn, sortedBy, type, format, enum: values, anyOf, items, properties, additionalProperties } = described
  if ($ref) return $ref.replace(/^Served/, '')
  if (declaredIn) return dialect.metadata(declaredIn)
  if (sortedBy) return `Sorted<${unionOf(sortedBy)}>`
  if (described.const !== undefined) return JSON.stringify(described.const)
  if (values) return unionOf(values)
  if (format === 'date-time') return 'Date'
  if (Array.isArray(type)) return type.map((one) => typeOf({ type: one }, dialect)).join(' | ')
  if (type === 'integer') return 'number'
  if (type === 'array') return items ? listOf(typeOf(items, dialect)) : 'unknown[]'
  if (type === 'object')
    return properties ? objectOf(described, dialect) : `Record<string, ${typeOf(additionalProperties || {}, dialect)}>`
  return type ?? anyOf?.map((option) => typeOf(option, dialect)).join(' | ') ?? 'unknown'
}

const listOf = (item: string) => (/^\w+$/.test(item) ? `${item}[]` : `Array<${item}>`)
const unionOf = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join(' | ')
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** As `npm run check` formats what is committed. */
function formatted(source: string): string {
  const biome = fileURLToPath(new URL('../../node_modules/.bin/biome', import.meta.url))
  return execFileSync(biome, ['check', '--write', '--stdin-file-path=types.ts'], { input: source, encoding: 'utf8' })
}
