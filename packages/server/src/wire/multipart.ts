/**
 * Multipart forms, RFC 7578. Node's parser makes objects for every part and every header before anybody can count them, so the
 * parts are counted and their heads measured first.
 */
import { errors } from '@frontdesk/contract'

const maxParts = 100
const maxHeadBytes = 4096
const boundaryPattern = /;\s*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'()+,./:=?-]{1,70}))\s*(?:;|$)/i // RFC 2046, section 5.1.1

/** @throws `request_body_invalid` also for more than 100 parts, or a part's head of more than 4 KB */
export async function readMultipart(body: Uint8Array, contentType: string): Promise<FormData> {
  const [, quoted, bare] = boundaryPattern.exec(contentType.slice(0, 512)) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined || !isModest(Buffer.from(body.buffer, body.byteOffset, body.byteLength), `--${boundary}`))
    throw errors.requestBodyInvalid()

  // The boundary that was measured, and no other that a second parameter may name.
  const headers = { 'content-type': `multipart/form-data; boundary="${boundary}"` }
  try {
    return await new Response(body as Uint8Array<ArrayBuffer>, { headers }).formData() // never a shared buffer
  } catch {
    throw errors.requestBodyInvalid()
  }
}

function isModest(body: Buffer, delimiter: string): boolean {
  if (body.indexOf(delimiter) > maxHeadBytes) return false
  let parts = 0
  for (let at = body.indexOf(delimiter); at !== -1; at = body.indexOf(delimiter, at + delimiter.length)) {
    const head = body.subarray(at, at + delimiter.length + maxHeadBytes)
    const isEnd = head.toString('latin1', delimiter.length, delimiter.length + 2) === '--'
    if (++parts > maxParts || (!isEnd && !head.includes('\r\n\r\n'))) return false
  }
  return true
}
