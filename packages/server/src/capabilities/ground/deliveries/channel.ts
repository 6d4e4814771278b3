/** What a way of leaving has to say for itself, so that deliveries can carry anything: mail, text messages, webhooks. */
import type { Instance } from '../../../start/instance.js'

/** What a channel carries, one at a time. */
export interface Deliverable {
  /** Whom it is for: an address, a number. */
  to: string
  /** What it is for, such as `sign_up_code`. */
  kind: string
  /** When what it says is over, in milliseconds since 1970: it is not sent any more then. */
  expiresAt?: number
}

/** A way by which something leaves; `edges/channels.ts` lists all. */
export interface Channel<Item extends Deliverable = Deliverable> {
  /** Marks its rows and seals what they carry: rows that wait in a database outlive a release, so it never changes. */
  name: string
  /** What the log calls it. */
  title: string
  /** How many a node sends at once. */
  atOnce: number
  /** The longest that one may take; after twice that another node tries. */
  longestMs: number
  /** How long to wait after so many attempts, in milliseconds; null when it is given up. */
  waitAfter(attempts: number, item: Item): number | null
  open(node: Pick<Instance, 'options' | 'log' | 'outbound' | 'now'>): Sender<Item>
}

export interface Sender<Item> {
  /**
   * Resolves once the other side has taken the item, and gives up by the signal.
   * @throws Undeliverable when it never will take it, any other error when it may later
   */
  send(item: Item, signal: AbortSignal): Promise<void>
  /** Lets go of connections. */
  close(): Promise<void>
}

/** Its recipient will not get this one; asking again would not change that. */
export class Undeliverable extends Error {}
