import { refuseForeignPage } from '../wire/foreign-origin.js'
import type { Caller } from '../wire/route.js'

/** For pages of this origin or of an allowed one, and for an address that somebody types, also where nothing but the browser is changed. */
export const ownPage: Caller = {
  name: 'own page',
  isTrusted: false,
  async find({ instance, request }) {
    refuseForeignPage(instance, request)
    return {}
  },
}
