import { describe, expect, test } from 'vitest'
import { canonicalPassword } from './canonical.js'

describe('a password', () => {
  test.each([
    ['composed and decomposed letters', 'Übergrößen-Café-9'.normalize('NFD'), 'Übergrößen-Café-9'.normalize('NFC')],
    ['the spaces of other keyboards', 'correct\u00a0horse\u3000battery', 'correct horse battery'],
    ['letters that only look alike', 'ﬁve ② Ｋ', 'ﬁve ② Ｋ'],
    ['capitals and what is around it', ' Two Words ', ' Two Words '],
  ])('%s', (_, typed, canonical) => expect(canonicalPassword(typed)).toBe(canonical))
})
