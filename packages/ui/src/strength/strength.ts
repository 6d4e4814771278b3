/** How hard a password is to guess, as the server estimates it too. Its dictionaries are large: only this file's importers load them. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
})

/** 0 to 4. */
export const strengthOf = (password: string): number => zxcvbn.check(password.slice(0, 100)).score
