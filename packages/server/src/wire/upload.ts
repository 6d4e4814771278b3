import { type ApiError, errors } from '@frontdesk/contract'
import type { Incoming } from './message.js'
import { readMultipart } from './multipart.js'

export const maxImageBytes = 10 * 1024 * 1024
const textType = 'application/octet-stream'
const formOverhead = 64 * 1024 // boundaries and headers around the file

/**
 * The bytes of the one `file` in a multipart form; clerk-js sends a picture that it has as base64 text by itself instead.
 * @throws `image_too_large`, `form_param_missing`, `form_param_unknown`, `request_body_invalid`, `unsupported_content_type`
 */
export async function readImageUpload(request: Incoming): Promise<Uint8Array> {
  const type = request.header('content-type') ?? ''
  const isText = type.startsWith(textType)
  if (!isText && !type.startsWith('multipart/form-data')) throw errors.unsupportedContentType()

  const limit = isText ? Math.ceil((maxImageBytes * 4) / 3) + formOverhead : maxImageBytes + formOverhead
  const body = await request.body(limit).catch((error: ApiError) => {
    throw error.status === 413 ? errors.imageTooLarge() : error
  })
  const file = isText ? fromBase64(body) : await fileOf(body, type)
  if (file.byteLength > maxImageBytes) throw errors.imageTooLarge()
  return file
}

async function fileOf(body: Uint8Array, type: string): Promise<Uint8Array> {
  const form = await readMultipart(body, type)
  const unknown = [...form.keys()].find((name) => name !== 'file')
  if (unknown !== undefined) throw errors.formParamUnknown(unknown)

  const [file, ...more] = form.getAll('file')
  if (file === undefined) throw errors.formParamMissing('file')
  if (typeof file === 'string' || more.length > 0) throw errors.formParamTypeInvalid('file')
  return new Uint8Array(await file.arrayBuffer())
}

/** Base64, with or without the head of a data URL. The decoder refuses what is not a picture. */
const fromBase64 = (body: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(body)
      .toString('latin1')
      .replace(/^data:[^,]{0,100},/, ''),
    'base64',
  )
