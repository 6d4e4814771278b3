import type { english } from './english.js'

/** The texts of our own pages and letters in one language. English says which there are; the compiler demands each of them of German. */
export type Words = typeof english
