import type { Words } from '@frontdesk/contract'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The texts of the page in the language that the server chose; of other pages' sections it has none. */
export const WordsContext = createContext<Words | null>(null)

export function useWords(): Words {
  return useContext(WordsContext)! // every screen is mounted below its provider
}

/** Reads the words that the server wrote into the page. */
export function readWords(): Words {
  return JSON.parse(document.getElementById('frontdesk-words')!.textContent!)
}
