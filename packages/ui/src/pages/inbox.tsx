import { render } from 'preact'
import { Inbox } from '../inbox/inbox.js'
import { readSettings } from '../navigation/settings.js'
import { readWords, WordsContext } from '../words/use-words.js'
import '../styles/base.css'

render(
  <WordsContext.Provider value={readWords()}>
    <Inbox applicationName={readSettings().applicationName} />
  </WordsContext.Provider>,
  document.getElementById('frontdesk')!,
)
