/** Usernames that speak for the people who run the app. */
import { errors, lookalikeAmong, nameKey } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'

/** For people: neither the name nor what looks like it. @throws `form_identifier_exists` */
export function refuseReservedUsername(instance: Instance, username: string): void {
  if (isReservedUsername(instance, username)) throw errors.formIdentifierExists('username')
}

/** Whether it is one, or looks like it. */
export const isReservedUsername = ({ settings }: Pick<Instance, 'settings'>, username: string): boolean =>
  lookalikeAmong(username, settings.reservedUsernames) !== undefined

/** For servers, which may give the name itself to its owner. @throws `form_identifier_exists` */
export function refuseImitatedUsername(instance: Instance, username: string): void {
  if (imitatesReserved(instance, username)) throw errors.formIdentifierExists('username')
}

/** Whether it looks like a reserved name without being it. */
export function imitatesReserved({ settings }: Pick<Instance, 'settings'>, username: string): boolean {
  const imitated = lookalikeAmong(username, settings.reservedUsernames)
  return imitated !== undefined && nameKey(imitated) !== nameKey(username)
}
