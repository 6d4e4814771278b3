/**
 * Uploaded pictures become our own: decoded, turned upright, made small and written anew as WebP, so that nothing of what was sent is
 * ever served: no script, no hidden file, no place where a photograph was taken. What a file is called or says of itself counts for nothing.
 */
import { errors } from '@frontdesk/contract'
import { createQueue } from '../../bounded-queue.js'

export const maxImageBytes = 10 * 1024 * 1024
const maxSide = 1024
const maxPixels = 50_000_000 // decoded 200 MB at most; today's phones take 48 million

/** First bytes of the formats we read. Others, SVG among them, never reach a decoder. */
const signatures: Array<[format: string, pattern: RegExp]> = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n/],
  ['gif', /^GIF8[79]a/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
  ['heif', /^[\s\S]{4}ftypavi[fs]/],
]

// One for the process, whatever the number of instances: what it guards is memory.
const inTurn = createQueue(1, 16)

/** The picture as WebP, at most 1024 pixels wide and high. @throws `image_type_not_supported`, `too_many_requests` */
export async function encodeImage(bytes: Uint8Array): Promise<Uint8Array> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const format = signatures.find(([, pattern]) => pattern.test(start))?.[0]
  if (!format) throw errors.imageTypeNotSupported()

  return inTurn(async () => {
    const { default: sharp } = await import('sharp') // 20 MB of native code: only processes that get a picture load it
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).timeout({ seconds: 20 })
    try {
      if ((await image.metadata()).format !== format) throw errors.imageTypeNotSupported()
      return await image
        .autoOrient()
        .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 85 })
        .toBuffer()
    } catch {
      throw errors.imageTypeNotSupported()
    }
  })
}
