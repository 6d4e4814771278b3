import type { Vault } from '../../../crypto/vault.js'
import type { Channel, Deliverable } from './channel.js'

export const sealItem = <Item extends Deliverable>(vault: Vault, { name }: Channel<Item>, item: Item): string =>
  vault.seal(JSON.stringify(item), name)

export const openItem = <Item extends Deliverable>(vault: Vault, { name }: Channel<Item>, sealed: string): Item =>
  JSON.parse(vault.open(sealed, name)) as Item // written by `sealItem`
