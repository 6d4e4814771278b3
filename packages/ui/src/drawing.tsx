/** Draws pages into HTML on the server, with the components that go on with them in the browser. */
import type { PageData, PageDrawing, PageName, Words } from '@frontdesk/contract'
import { renderToString } from 'preact-render-to-string'
import { App } from './app.js'
import { WithoutScript } from './components/without-script.js'
import type { PageComponents } from './front-desk.js'
import { signInPage } from './sign-in/sign-in.js'
import { signUpPage } from './sign-up/sign-up.js'
import { userPage } from './user/user.js'
import { waitlistPage } from './waitlist/waitlist.js'

/** The others are seldom asked for, and show nothing that could be known before. */
const drawn: Partial<Record<PageName, PageComponents>> = {
  'sign-in': signInPage,
  'sign-up': signUpPage,
  user: userPage,
  waitlist: waitlistPage,
}

/** `document` are words that no script needs. */
export function drawPage(page: PageName, data: PageData, document: Words['document']): PageDrawing {
  const components = drawn[page]
  const withDocument: PageData = { ...data, client: null, words: { ...data.words, document } }
  return {
    first: components ? renderToString(<App data={data} {...components} />) : '',
    withoutScript: renderToString(<App data={withDocument} Page={WithoutScript} Frame={WithoutScript} />),
  }
}
