import type { english } from './english.js'

/** The texts of our own pages in one language. English says which there are; the compiler demands each of them of every other language. */
export type Words = typeof english
