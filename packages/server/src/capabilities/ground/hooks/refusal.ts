const mark = Symbol.for('frontdesk.refusal') // an app may have loaded this class twice

/** The field of a form that a refusal is about. */
export type RefusalField = 'emailAddress' | 'username' | 'firstName' | 'lastName' | 'password'

/**
 * Thrown by a hook, it undoes what is under way, and the visitor reads its sentence: at the field that it names, else below the form.
 *
 * @example
 * createFrontdesk({
 *   before: {
 *     signUp({ emailAddress }) {
 *       if (!emailAddress?.endsWith('@example.com')) throw new Refusal('Use your address at work.', { field: 'emailAddress' })
 *     },
 *   },
 * })
 */
export class Refusal extends Error {
  readonly field: RefusalField | undefined
  readonly [mark] = true

  constructor(sentence: string, { field }: { field?: RefusalField | undefined } = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.field = field
  }
}

/** Whether an app threw it, whichever copy of the class it has. */
export const isRefusal = (error: unknown): error is Refusal => typeof error === 'object' && error !== null && mark in error
