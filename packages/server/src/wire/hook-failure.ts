/** A hook that did not do its work: the app's mistake. Visitors get a general sentence, the log the hook's name and the cause. */
export class HookFailure extends Error {
  constructor(
    /** As the options call it, such as `on.user.created`. */
    readonly hook: string,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`The hook ${hook} ${what}`, options)
    this.name = 'HookFailure'
  }
}
