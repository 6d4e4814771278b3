import { refuseForeignForm } from '../../../wire/foreign-origin.js'
import { jsonReply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import { secureAccount } from '../../account/not-me/not-me.js'
import { notMePath } from '../../telling/notices/not-me-link.js'
import { pageReply } from '../pages/page-html.js'

const longestToken = 100

/** The page behind "This wasn't me", and what its button asks. Mail scanners that follow the link only load the page. */
export const notMeDocuments = (basePath: string) => [
  documentRoute('GET', `${basePath}${notMePath}`, { counts: [] }, async ({ instance, request }) =>
    pageReply(instance, request, 'not-me'),
  ),

  documentRoute('POST', `${basePath}${notMePath}`, { counts: ['attempt'] }, async ({ instance, request }) => {
    refuseForeignForm(instance, request)
    await secureAccount(instance, new TextDecoder().decode(await request.body(longestToken)))
    return jsonReply({ secured: true })
  }),
]
