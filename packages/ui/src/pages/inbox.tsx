import { render } from 'preact'
import { Inbox } from '../inbox/inbox.js'
import { readPageData } from '../page-data.js'
import { WordsContext } from '../words/use-words.js'
import '../styles/base.css'

const { settings, words } = readPageData()

render(
  <WordsContext.Provider value={words}>
    <Inbox settings={settings} />
  </WordsContext.Provider>,
  document.getElementById('frontdesk')!,
)
