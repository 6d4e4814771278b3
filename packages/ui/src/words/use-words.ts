import type { Words } from '@frontdesk/contract'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The texts of the page in the language that the server chose. */
export const WordsContext = createContext<Partial<Words> | null>(null)

export function useWords(): Words {
  return useContext(WordsContext) as Words // every screen is mounted below its provider, and reads its own page's sections
}
