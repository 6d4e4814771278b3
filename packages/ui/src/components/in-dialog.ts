import { createContext } from 'preact'

/** Whether what is shown stands in a dialog above the page, and not on a card of its own. */
export const InDialog = createContext(false)
