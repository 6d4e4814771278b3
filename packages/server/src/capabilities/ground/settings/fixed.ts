/** Settings that code or the environment fix. They can't be changed elsewhere; a refusal says where they are set. */
import { variable } from '@frontdesk/contract/options'
import * as z from 'zod'
import { fromVariable } from '../../../basics/from-variable.js'
import type { Redacted } from '../../../crypto/redacted.js'
import { complete, type Layer, type Leaf, layerOf, leaves, putAt, valueAt } from './leaves.js'
import { readSettingsFile } from './settings-file.js'
import { fixedClients, SocialInCode, withEnvironmentsClients } from './social.js'

export interface FixedSettings {
  values: Layer
  /** Where each of them is set, by its name: `in code: session.lifetimeSeconds`. */
  places: Record<string, string>
  /** Secrets that code or the environment give, by the names that stored ones have: `social.google`. */
  secrets: Record<string, Redacted<string>>
}

/** The settings as `frontdesk()` takes them. A leaf that is left out is not fixed. */
export const SettingsInCode = z.strictObject(shapeInCode())

function shapeInCode(): Record<string, z.ZodType> {
  const shape: Record<string, unknown> = {}
  for (const { name, option, variable, schema } of leaves)
    putAt(shape, option, name === 'social' ? SocialInCode.optional() : schema.optional().meta({ ...schema.meta(), variable }))
  return Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [
      name,
      value instanceof z.ZodType ? value : z.strictObject(value as Record<string, z.ZodType>).optional(), // a group of leaves
    ]),
  )
}

/**
 * The settings that an app gives, completed with those of its environment: each setting's variable, then the file
 * that `FRONTDESK_CONFIG` names.
 * @throws an Error that names the file when it can't be read
 */
export function withEnvironment(given: Record<string, unknown>): Record<string, unknown> {
  const file = variable('FRONTDESK_CONFIG')
  const inFile = file ? layerOf(readSettingsFile(file)) : {}
  const plain = leaves.filter(({ name }) => name !== 'social')
  const completed = complete(
    given,
    plain,
    ({ name, variable: its, schema }) => fromVariable(its, schema) ?? inFile[name] ?? undefined, // null: the file leaves it open
  )
  return { ...completed, social: withEnvironmentsClients(given.social, inFile.social) }
}

/** What is fixed by what an app gives; `parsed` is the same with its environment, checked. */
export function fixedSettings(given: Record<string, unknown>, parsed: Record<string, unknown>): FixedSettings {
  const values: Layer = {}
  const places: Record<string, string> = {}
  for (const leaf of leaves.filter(({ name }) => name !== 'social')) {
    const value = valueAt(parsed, leaf.option)
    if (value === undefined) continue
    values[leaf.name] = value
    places[leaf.name] = placeOf(leaf, given)
  }
  const social = fixedClients(given.social, (parsed.social ?? {}) as z.output<typeof SocialInCode>) // as parsed above
  if (Object.keys(social.clients).length > 0) values.social = social.clients
  return { values, places: { ...places, ...social.places }, secrets: social.secrets }
}

function placeOf({ name, option, variable: itsVariable }: Leaf, given: Record<string, unknown>): string {
  if (valueAt(given, option) !== undefined) return `in code: ${option.join('.')}`
  return variable(itsVariable) ? `in ${itsVariable}` : `in FRONTDESK_CONFIG: ${name}`
}
