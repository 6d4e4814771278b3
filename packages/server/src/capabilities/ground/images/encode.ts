/**
 * Uploaded pictures become our own: decoded, turned upright, made small and written as WebP, so that nothing of what was sent is
 * ever served: no script, no hidden file, no place where a photograph was taken. What a file is called or says of itself counts for nothing.
 */
import { ApiError, errors } from '@frontdesk/contract'
import type { Metadata } from 'sharp'
import { createQueue } from '../../../basics/bounded-queue.js'

const maxSide = 1024
const maxPixels = 50_000_000 // today's phones take 48 million
const maxSentSide = 16_384
const maxDecodedBytes = 256 * 1024 * 1024

interface Format {
  /** As the decoder calls it. */
  name: string
  /** The first bytes. */
  signature: RegExp
  /** What decoding takes at its peak, as measured; one that arrives in passes (progressive, interlaced) is held whole. */
  bytesPerPixel: { inRows: number; inPasses: number }
}

/** Others, SVG among them, never reach a decoder. */
const formats: Format[] = [
  { name: 'jpeg', signature: /^\xff\xd8\xff/, bytesPerPixel: { inRows: 4, inPasses: 7 } },
  { name: 'png', signature: /^\x89PNG\r\n/, bytesPerPixel: { inRows: 4, inPasses: 11 } },
  { name: 'gif', signature: /^GIF8[79]a/, bytesPerPixel: { inRows: 6, inPasses: 6 } },
  { name: 'webp', signature: /^RIFF[\s\S]{4}WEBP/, bytesPerPixel: { inRows: 8, inPasses: 8 } },
  { name: 'heif', signature: /^[\s\S]{4}ftypavi[fs]/, bytesPerPixel: { inRows: 21, inPasses: 21 } }, // AVIF
]

// One for the process, whatever the number of instances: what it guards is memory.
const inTurn = createQueue(1, 16)

/** The picture as WebP, at most 1024 pixels wide and high. @throws `image_type_not_supported`, `image_too_large`, `too_many_requests` */
export async function encodeImage(bytes: Uint8Array): Promise<Uint8Array> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const format = formats.find(({ signature }) => signature.test(start))
  if (!format) throw errors.imageTypeNotSupported()

  return inTurn(async () => {
    const { default: sharp } = await import('sharp') // 20 MB of native code: only processes that get a picture load it
    sharp.cache(false) // nobody sends the same picture twice
    try {
      const head = await sharp(bytes, { limitInputPixels: false }).metadata()
      if (head.format !== format.name) throw errors.imageTypeNotSupported()
      if (!isAffordable(head, format)) throw errors.imageTooManyPixels()
      return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
        .timeout({ seconds: 20 })
        .autoOrient()
        .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 85 })
        .toBuffer()
    } catch (error) {
      throw error instanceof ApiError ? error : errors.imageTypeNotSupported()
    }
  })
}

/** Known from the head of the file, before a pixel is decoded: a picture of a few kilobytes can take gigabytes. */
function isAffordable({ width = 0, height = 0, isProgressive }: Metadata, { bytesPerPixel }: Format): boolean {
  const pixels = width * height
  const decodedBytes = pixels * (isProgressive ? bytesPerPixel.inPasses : bytesPerPixel.inRows)
  return Math.max(width, height) <= maxSentSide && pixels <= maxPixels && decodedBytes <= maxDecodedBytes
}
