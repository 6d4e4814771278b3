/**
 * The instance's clients at identity providers, as operators keep them: settings like others, with a secret beside them that nobody reads
 * again. Both are changed in one transaction.
 */
import { errors, type KnownProvider, type SocialClient, type SocialConnection } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import { callbackUrlOf } from '../../entering/social/authorization.js'
import { secretOf } from '../../entering/social/providers/find-provider.js'
import { presets } from '../../entering/social/providers/presets.js'
import { setSecret, showSecrets } from '../../ground/sealed-secrets/sealed-secrets.js'
import { changeSettings } from '../../ground/settings/change-settings.js'
import { layerOf } from '../../ground/settings/leaves.js'
import { resolve } from '../../ground/settings/settings.js'
import { lockStored, requireStored } from '../../ground/settings/stored.js'

/** Null takes a field away. */
export type ClientFields = { [Name in keyof SocialClient]?: SocialClient[Name] | null } & { client_secret?: string | null }

/** Those that are there by now, on whichever node they were made. */
export async function listConnections(instance: Instance): Promise<SocialConnection[]> {
  const { document } = await requireStored(instance)
  const clients = Object.entries(resolve(instance.options.fixed.values, layerOf(document)).social)
  const secrets = await showSecrets(
    instance,
    clients.map(([key]) => secretOf(key)),
  )
  return clients.map(([key, client]) => ({
    object: 'social_connection' as const,
    id: key,
    provider: key,
    strategy: `oauth_${key}`,
    ...client,
    enabled: client.enabled ?? true,
    authenticatable: client.authenticatable ?? true,
    name: client.name ?? presets[key as KnownProvider]?.name ?? key.replace('custom_', ''),
    client_secret: secrets.get(secretOf(key))!, // each that was asked for is in it
    callback_url: callbackUrlOf(instance),
    locked: instance.options.fixed.places[secretOf(key)] ?? null,
  }))
}

/** @throws `resource_not_found` */
export async function requireConnection(instance: Instance, key: string): Promise<SocialConnection> {
  const found = (await listConnections(instance)).find(({ id }) => id === key.replace(/^oauth_/, ''))
  if (!found) throw errors.resourceNotFound()
  return found
}

/** @throws `form_identifier_exists` for a provider that has a client, `form_param_value_invalid` where one can't be found by what is said */
export async function createConnection(
  tx: Transaction,
  key: string,
  fields: ClientFields & { client_id: string },
): Promise<void> {
  const clients = await lockedClients(tx)
  if (clients[key]) throw errors.formIdentifierExists('provider')
  await write(tx, clients, key, fields)
}

/** @throws `resource_not_found`, `setting_locked`, and as `createConnection` */
export async function updateConnection(tx: Transaction, key: string, fields: ClientFields): Promise<void> {
  const clients = await lockedClients(tx)
  if (!clients[key]) throw errors.resourceNotFound()
  await write(tx, clients, key, fields)
}

/** Accounts that people have connected stay theirs, and work again when there is a client again. @throws as `updateConnection` */
export async function deleteConnection(tx: Transaction, key: string): Promise<void> {
  const { [key]: gone, ...rest } = await lockedClients(tx)
  if (!gone) throw errors.resourceNotFound()
  await changeSettings(tx, { social: rest }, { actor: 'secret_key' })
  await setSecret(tx, secretOf(key), null)
}

async function lockedClients(tx: Transaction): Promise<Record<string, SocialClient>> {
  const { document } = await lockStored(tx)
  return resolve(tx.options.fixed.values, layerOf(document)).social
}

async function write(
  tx: Transaction,
  clients: Record<string, SocialClient>,
  key: string,
  { client_secret: secret, ...fields }: ClientFields,
): Promise<void> {
  const merged = { ...clients[key], ...fields }
  const client = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
  ) as SocialClient
  requireAddresses(key, client)
  await changeSettings(tx, { social: { ...clients, [key]: client } }, { actor: 'secret_key' })
  if (secret === undefined) return
  if (tx.options.fixed.secrets[secretOf(key)] && secret !== '')
    throw errors.settingLocked(`${secretOf(key)}.client_secret`, 'in code or the environment')
  await setSecret(tx, secretOf(key), secret)
}

/** Of a provider that we don't know, somebody must say where it is. */
function requireAddresses(key: string, client: SocialClient): void {
  const preset = Object.hasOwn(presets, key) ? presets[key as KnownProvider] : undefined
  if (preset?.authorizationEndpoint || client.issuer) return
  for (const name of ['authorization_url', 'token_url', 'userinfo_url'] as const)
    if (!client[name]) throw errors.formParamValueInvalid(name, 'is missing: give the issuer, or the three addresses')
}
