import { backendApi, type Settings, type SettingsDocument } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { changeSettings } from './change-settings.js'
import { layerOf } from './leaves.js'
import { resolve } from './settings.js'
import { requireStored } from './stored.js'

export const backendSettingsRoutes = [
  route(backendApi.instance.getSettings, { caller: secretKey, counts: [] }, async ({ instance }) => {
    const { version, document } = await requireStored(instance)
    return settingsResource(instance, version, resolve(instance.options.fixed.values, layerOf(document)))
  }),

  route(backendApi.instance.updateSettings, { caller: secretKey, counts: [] }, async ({ instance, request, query, body }) => {
    const expected = expectedVersion(request.header('if-match'))
    const rules = { actor: 'secret_key', reason: query.reason, dryRun: query.dry_run, expected }
    const { version, document } = await transaction(instance, (tx) => changeSettings(tx, body, rules))
    await instance.liveSettings.refresh()
    return settingsResource(instance, version, document)
  }),

  route(backendApi.instance.updateRestrictions, { caller: secretKey, counts: [] }, async ({ instance, body: restrictions }) => {
    const rules = { actor: 'secret_key' }
    const { document } = await transaction(instance, (tx) => changeSettings(tx, { restrictions }, rules))
    await instance.liveSettings.refresh()
    return { object: 'instance_restrictions' as const, ...document.restrictions }
  }),
]

function settingsResource({ options }: Instance, version: number, document: SettingsDocument): Settings {
  const { allowed_origins: _, ...locked } = options.fixed.places // these add up, so there is more to write
  return { object: 'settings', version, locked, ...document }
}

/** The version that `If-Match` names, which RFC 9110 §13.1.1 puts in quotes. A text that is not one of our versions matches none. */
function expectedVersion(header: string | null): number | undefined {
  if (header === null || header.trim() === '*') return undefined
  return Number(/^\s*"(\d{1,15})"\s*$/.exec(header)?.[1] ?? -1)
}
