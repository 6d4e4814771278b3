import { readFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { frontendApi } from '@frontdesk/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const script = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
const maxBytes = 10 * 1024 * 1024

const picture = (width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 9, g: 200, b: 3, alpha: 0.4 } } })

/** A PNG of a few bytes whose header promises any size; RFC 2083. */
function bombOf(width: number, height: number, pixels = Buffer.alloc(1024)): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0], 8) // 8 bits of grey
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

describe.each(engines)('a profile image on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    browser = server.browser()
    await browser.signUp()
  })

  async function send(body: FormData | Uint8Array | string, headers: Record<string, string> = {}) {
    const response = await server.request('/__clerk/v1/me/profile_image', {
      method: 'POST',
      headers: { cookie: browser.cookies.header(), origin: testOrigin, ...headers },
      body: body as RequestInit['body'] & {}, // each of the three is one
    })
    const text = await response.text()
    return { status: response.status, body: JSON.parse(text) }
  }

  const upload = (bytes: Uint8Array, name = 'me.png', type = 'image/png') => send(formWith('file', bytes, name, type))

  function formWith(field: string, bytes: Uint8Array, name = 'me.png', type = 'image/png') {
    const form = new FormData()
    form.append(field, new Blob([new Uint8Array(bytes)], { type }), name)
    return form
  }

  const own = async () => (await browser.call('GET', '/me')).body.response
  const stored = async () => (await server.instance.db.selectFrom('images').select('id').execute()).map(({ id }) => id)
  const fetchImage = async (url: string) => {
    const response = await server.request(url)
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  test.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)(
    'a profile image is taken as %s, and served as WebP to anyone, for good',
    async (format) => {
      const events = await eventTypesOf(server, async () => {
        const answer = await upload(await picture().toFormat(format).toBuffer(), 'no-name', 'text/html')
        expect(answer.status).toBe(200)
        frontendApi.me.setProfileImage.shapes.response.parse(answer.body.response)
        const url = answer.body.response.public_url
        expect(answer.body.client.sessions[0].user).toMatchObject({ image_url: url, has_image: true })

        const image = await fetchImage(url)
        expect(image.status).toBe(200)
        expect(Object.fromEntries(image.headers)).toMatchObject({
          'content-type': 'image/webp',
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
          'access-control-allow-origin': '*', // Clerk's components on another origin ask by `crossorigin`
          'content-security-policy': "default-src 'none'; sandbox",
        })
        expect(await sharp(image.bytes).metadata()).toMatchObject({ format: 'webp', width: 64, height: 48 })
      })
      expect(events).toEqual(['user.updated'])
    },
  )

  test('a profile image is taken as base64 text, as clerk-js sends it', async () => {
    const text = (await picture().png().toBuffer()).toString('base64')
    const headers = { 'content-type': 'application/octet-stream' }
    expect((await send(text, headers)).status).toBe(200)
    expect((await send(`data:image/png;base64,${text}`, headers)).status).toBe(200)
  })

  test('a profile image is made small, turned upright, and loses what tells where it was taken', async () => {
    const photograph = await picture(3000, 1500)
      .withExif({ IFD0: { Artist: 'Ada' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { body } = await upload(photograph, 'photo.jpg', 'image/jpeg')
    const { bytes } = await fetchImage(body.response.public_url)
    const metadata = await sharp(bytes).metadata()
    expect([metadata.width, metadata.height]).toEqual([512, 1024])
    expect([metadata.exif, metadata.xmp, metadata.icc, metadata.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(bytes.includes('Ada')).toBe(false)
  })

  test('a new profile image replaces the one before, which is gone', async () => {
    const first = (await upload(await picture().png().toBuffer())).body.response
    const second = (await upload(await picture().png().toBuffer())).body.response
    expect((await fetchImage(first.public_url)).status).toBe(404)
    expect((await fetchImage(second.public_url)).status).toBe(200)
    expect(await stored()).not.toContain(first.id)
  })

  test('of several profile images sent at once, one stays behind', async () => {
    const before = (await stored()).length
    const bytes = await picture().png().toBuffer()
    const answers = await Promise.all([upload(bytes), upload(bytes), upload(bytes)])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    expect(await stored()).toHaveLength(before + 1)
  })

  test('attack: uploads of one person, begun all at once and never finished, keep nobody else from theirs', async () => {
    const unfinished = Array.from({ length: 20 }, () => {
      let end = () => {}
      const body = new ReadableStream({
        start(controller) {
          end = () => controller.error(new Error('gone'))
        },
      })
      const answer = server.request('/__clerk/v1/me/profile_image', {
        method: 'POST',
        headers: { cookie: browser.cookies.header(), origin: testOrigin, 'content-type': 'multipart/form-data; boundary=x' },
        body,
        duplex: 'half',
      } as RequestInit) // the DOM type lacks `duplex`
      return { answer, end: () => end() }
    })
    const refused: number[] = []
    await new Promise<void>((resolve) => {
      for (const { answer } of unfinished)
        answer.then(({ status }) => {
          if (refused.push(status) === 16) resolve() // the others are read, or wait for that
        }, resolve)
    })
    expect(refused).toEqual(Array(16).fill(429))

    const first = browser
    browser = server.browser()
    await browser.signUp()
    expect((await upload(await picture().png().toBuffer())).status).toBe(200)
    browser = first
    for (const { end } of unfinished) end()
    await Promise.allSettled(unfinished.map(({ answer }) => answer))
    expect((await upload(await picture().png().toBuffer())).status).toBe(200)
  })

  test('a person removes the own profile image', async () => {
    const { id, public_url: url } = (await upload(await picture().png().toBuffer())).body.response
    const events = await eventTypesOf(server, async () => {
      const answer = await browser.call('DELETE', '/me/profile_image')
      expect(answer.body.response).toEqual({ object: 'image', id, deleted: true })
    })
    expect(events).toEqual(['user.updated'])
    expect(await own()).toMatchObject({ has_image: false, image_url: `${testOrigin}/__clerk/images/none` })
    expect((await fetchImage(url)).status).toBe(404)

    const again = await browser.call('DELETE', '/me/profile_image')
    expect(again).toBeRefused(404, 'resource_not_found')
  })

  test('the profile image is deleted with the account', async () => {
    const { public_url: url } = (await upload(await picture().png().toBuffer())).body.response
    await browser.call('DELETE', '/me')
    expect((await fetchImage(url)).status).toBe(404)
  })

  test('a missing profile image is served as a neutral figure', async () => {
    const image = await fetchImage((await own()).image_url)
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(image.headers.get('content-security-policy')).toContain('sandbox')
    expect(await sharp(image.bytes).metadata()).toMatchObject({ format: 'svg' })
  })

  test.each(['/__clerk/images/img_0', '/__clerk/images/%00', '/__clerk/images/..%2fnone', "/__clerk/images/'"])(
    'there is no profile image at %s',
    async (path) => expect((await fetchImage(path)).status).toBe(404),
  )

  test.each([
    ['an SVG with a script, called a PNG', async () => Buffer.from(script)],
    ['an SVG behind a comment and a mark', async () => Buffer.from(`\ufeff<?xml version="1.0"?><!-- x -->${script}`)],
    ['an SVG that begins like a GIF', async () => Buffer.from(`GIF89a=1;${script}`)],
    ['a PNG that is cut short', async () => (await picture(500, 500).png().toBuffer()).subarray(0, 300)],
    ['a JPEG that is its first bytes alone', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['a TIFF', async () => picture().tiff().toBuffer()],
    ['a PDF', async () => Buffer.from('%PDF-1.7\n%%EOF')],
    ['a page', async () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', async () => Buffer.from('\x7fELF\x02\x01\x01', 'latin1')],
    ['an ImageMagick script', async () => Buffer.from('push graphic-context\nfill url(https://evil.example)')],
    ['nothing', async () => Buffer.alloc(0)],
    ['a PNG of 2 billion by 2 billion pixels', async () => bombOf(2 ** 31 - 1, 2 ** 31 - 1)],
    ['a PNG of no pixels', async () => bombOf(0, 0)],
  ])("a profile image can't be %s", (_kind, bytes) => refuses(bytes, 'image_type_not_supported'))

  test.each([
    ['a PNG of 60,000 by 60,000 pixels', async () => bombOf(60_000, 60_000)],
    ['a whole PNG of 10,001 by 5,000 pixels in 50 KB', async () => bombOf(10_001, 5_000, Buffer.alloc(10_002 * 5_000))],
    ['a PNG of 20,000 by 10 pixels', async () => picture(20_000, 10).png().toBuffer()],
    [
      'an AVIF of 7070 by 7070 pixels in 2 KB',
      async () => readFile(new URL('../../ground/images/7070-by-7070.avif', import.meta.url)),
    ],
    ['a WebP of 6000 by 6000 pixels in 2 KB', async () => flat(6000, 6000).webp({ lossless: true, effort: 0 }).toBuffer()],
    ['an interlaced PNG of 5600 by 5600 pixels', async () => flat(5600, 5600).png({ progressive: true }).toBuffer()],
    ['a progressive JPEG of 8064 by 6048 pixels', async () => flat(8064, 6048).jpeg({ progressive: true }).toBuffer()],
  ])('a profile image is too large as %s', (_kind, bytes) => refuses(bytes, 'image_too_large'))

  async function refuses(bytes: () => Promise<Buffer>, code: string): Promise<void> {
    const before = await stored()
    const events = await eventTypesOf(server, async () => {
      const answer = await upload(await bytes())
      expect(answer).toBeRefused(422, code, 'file')
    })
    expect(events).toEqual([])
    expect(await stored()).toEqual(before)
    expect((await own()).has_image).toBe(false)
  }

  test('a profile image carries nothing of a file that is a picture and a page at once (polyglot)', async () => {
    const polyglot = Buffer.concat([await picture().gif().toBuffer(), Buffer.from(`<!-- -->${script}`)])
    const { body } = await upload(polyglot, 'page.html', 'text/html')
    const { bytes } = await fetchImage(body.response.public_url)
    expect(bytes.includes('alert')).toBe(false)
  })

  const png = () => picture().png().toBuffer()

  test.each([
    ['of more than 10 MB', async () => send(formWith('file', Buffer.alloc(maxBytes + 1))), 413, 'image_too_large', 'file'],
    ['of far more', async () => send(formWith('file', Buffer.alloc(2 * maxBytes))), 413, 'image_too_large', 'file'],
    [
      'of more than 10 MB as text',
      async () => send(Buffer.alloc(maxBytes + 1).toString('base64'), { 'content-type': 'application/octet-stream' }),
      413,
      'image_too_large',
      'file',
    ],
    ['under another name', async () => send(formWith('image', await png())), 422, 'form_param_unknown', 'image'],
    ['in an empty form', async () => send(new FormData()), 422, 'form_param_missing', 'file'],
    [
      'that is a text field',
      async () => {
        const form = new FormData()
        form.append('file', 'https://evil.example/avatar.png')
        return send(form)
      },
      422,
      'form_param_type_invalid',
      'file',
    ],
    [
      'twice',
      async () => {
        const form = formWith('file', await png())
        form.append('file', new Blob([new Uint8Array(await png())]), 'b.png')
        return send(form)
      },
      422,
      'form_param_type_invalid',
      'file',
    ],
    [
      'for somebody else',
      async () => {
        const form = formWith('file', await png())
        form.append('user_id', 'user_1')
        return send(form)
      },
      422,
      'form_param_unknown',
      'user_id',
    ],
    [
      'as JSON',
      async () => send('{"file":"x"}', { 'content-type': 'application/json' }),
      415,
      'unsupported_content_type',
      undefined,
    ],
    [
      'in a form without a boundary',
      async () => send('x', { 'content-type': 'multipart/form-data' }),
      400,
      'request_body_invalid',
      undefined,
    ],
    [
      'in a form that is cut short',
      async () =>
        send('--b\r\nContent-Disposition: form-data; name="file"', { 'content-type': 'multipart/form-data; boundary=b' }),
      400,
      'request_body_invalid',
      undefined,
    ],
  ])('a profile image is refused when it is sent %s', async (_kind, sending, status, code, parameter) => {
    const before = await stored()
    const answer = await sending()
    expect(answer).toBeRefused(status, code, parameter)
    expect(await stored()).toEqual(before)
    expect((await own()).has_image).toBe(false)
  })

  test('a profile image is not set from outside: neither by a stranger nor from another site', async () => {
    const form = formWith('file', await png())
    const stranger = await server.request('/__clerk/v1/me/profile_image', { method: 'POST', body: form })
    expect(stranger.status).toBe(401)
    const foreign = await send(formWith('file', await png()), { origin: 'https://evil.example' })
    expect(foreign).toBeRefused(400, 'origin_invalid')
    expect((await own()).has_image).toBe(false)
  })
})
