/** How functions that an app mounts learn of mistakes which Express takes silently: a path before them, or no brackets behind them. */

/** An Express app, as far as it tells where it is mounted itself. */
export interface MountingApp {
  /** The paths of all the apps that it is mounted on; empty on the outermost. */
  path(): string
  on(event: 'mount', listener: (parent: MountingApp) => void): unknown
}

/**
 * Has `onMount` called when `app.use()` mounts the function, with the path or the list of paths. Express does so for apps, which it knows
 * by `handle` and `set`, and calls `handle` for each request. Routers and routes tell nothing: what they mount learns it from a request.
 */
export function tellsOfMount<Mounted extends object>(
  mounted: Mounted,
  onMount: (path: unknown, parent: MountingApp) => void,
): Mounted {
  return Object.defineProperties(mounted, {
    handle: { value: mounted },
    set: { value: mounted }, // only looked at
    emit: { value: (_event: 'mount', parent: MountingApp) => onMount((mounted as { mountpath?: unknown }).mountpath, parent) },
  })
}

/** What to throw where a function that makes a middleware is mounted itself. */
export const notCalled = (name: string): TypeError =>
  new TypeError(`${name} is mounted without being called: write app.use(${name}()), with brackets behind the name.`)

/**
 * For a function that takes options and makes a middleware of them.
 * @throws TypeError for a request, which `app.use(clerkMiddleware)` passes, and for an app or a handler
 */
export function assertNotMounted(name: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && 'headers' in given && 'method' in given) throw notCalled(name)
  if (typeof given === 'function' && 'handle' in given)
    throw new TypeError(`${name}() takes options, and no app or handler: write app.use(${name}()).`)
}
