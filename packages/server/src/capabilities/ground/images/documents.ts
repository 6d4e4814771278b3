/** Serves pictures to `<img>` elements of any page. Opened as a page they can do nothing: no script, no frame, no guessing of types. */
import { errors } from '@frontdesk/contract'
import { reply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import { findImage } from './images.js'

const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  // Front ends on other origins show them too, and Clerk's components ask by `crossorigin`. A picture is for everybody who has its address.
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
}

/** For people without a picture: head and shoulders. */
const figure =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#dfe3e1" d="M0 0h64v64H0z"/><g fill="#87918b"><circle cx="32" cy="25" r="11"/><path d="M10 64c0-15 9-23 22-23s22 8 22 23z"/></g></svg>'

export const imageDocuments = (basePath: string) => [
  documentRoute('GET', `${basePath}/images/none`, { counts: [] }, async () =>
    reply(figure, { ...headers, 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  ),

  documentRoute('GET', `${basePath}/images/{image_id}`, { counts: [] }, async ({ instance, params }) => {
    const image = await findImage(instance, params.image_id!)
    if (!image) throw errors.resourceNotFound()
    const kept = { 'content-type': image.content_type, 'cache-control': 'public, max-age=31536000, immutable' }
    return reply(image.bytes, { ...headers, ...kept })
  }),
]
