import { render } from 'preact'
import { Inbox } from '../inbox/inbox.js'
import { readSettings } from '../navigation/settings.js'
import '../styles/base.css'

render(<Inbox applicationName={readSettings().applicationName} />, document.getElementById('frontdesk')!)
