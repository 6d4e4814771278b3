/** What Express keeps of an app's handlers, of releases 4 and 5. */
import type { MountingApp } from '@frontdesk/contract/mounting'

/** Of each `app.use()` and `app.get()`. */
export interface Layer {
  match(path: string): boolean
  /** The part of the path that `match()` found last; empty where an app or router is mounted without a path. */
  path?: string | undefined
  handle: (...args: never[]) => unknown
  route?: { path: unknown; methods: Record<string, boolean>; stack: Array<Pick<Layer, 'handle'>> }
}

/** Express 4 has the first; its getter of the second throws. */
interface Routed {
  _router?: { stack: Layer[] }
  router?: { stack: Layer[] }
}

export const stackOf = (app: MountingApp & Routed): Layer[] => (app._router ?? app.router)?.stack ?? []

/** Express compares paths without regard to case. */
export const isBelow = (path: string, prefix: string): boolean => `${path}/`.toLowerCase().startsWith(`${prefix}/`.toLowerCase())
