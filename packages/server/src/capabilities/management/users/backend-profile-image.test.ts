import { backendApi } from '@frontdesk/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

const { users } = backendApi

describe.each(engines)('the profile image, as servers manage it, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  beforeAll(async () => {
    server = await testServer(engine)
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  const upload = (id: string, bytes: Uint8Array, name = 'file') => {
    const form = new FormData()
    form.append(name, new Blob([bytes as Uint8Array<ArrayBuffer>]), 'me.png')
    return server.request(`/__clerk/api/v1/users/${id}/profile_image`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.instance.keys.secretKey.reveal()}` },
      body: form,
    })
  }
  const images = async () => (await server.instance.db.selectFrom('images').select('id').execute()).length

  test('a server sets, replaces and removes a profile image, and the old one is not kept', async () => {
    const user = await people.create()
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const before = await images()
    const events = await people.eventsOf(async () => {
      const first = users.updateUserProfileImage.shapes.response.parse(await (await upload(user.id, png)).json())
      expect(first.has_image).toBe(true)
      const second = users.updateUserProfileImage.shapes.response.parse(await (await upload(user.id, png)).json())
      expect(second.image_url).not.toBe(first.image_url)
      expect(await images()).toBe(before + 1)
      const removed = await server.backend('DELETE', `/users/${user.id}/profile_image`)
      expect(users.deleteUserProfileImage.shapes.response.parse(removed.body)).toMatchObject({ has_image: false })
      await server.backend('DELETE', `/users/${user.id}/profile_image`)
    })
    expect(events.map(({ type }) => type)).toEqual(['user.updated', 'user.updated', 'user.updated'])
    expect(await images()).toBe(before)
  })

  test("a server can't set as a profile image what is no picture, too large, or in another field", async () => {
    const user = await people.create()
    const code = async (answer: Promise<Response>) => {
      const { status, body } = await answer.then(async (response) => ({ status: response.status, body: await response.json() }))
      return [status, (body as { errors: Array<{ code: string }> }).errors[0]!.code]
    }
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await code(upload(user.id, svg))).toEqual([422, 'image_type_not_supported'])
    expect(await code(upload(user.id, new Uint8Array(11 * 1024 * 1024)))).toEqual([413, 'image_too_large'])
    expect(await code(upload(user.id, svg, 'picture'))).toEqual([422, 'form_param_unknown'])
    expect(await code(upload('user_nobody', svg))).toEqual([404, 'resource_not_found'])
    const json = await server.backend('POST', `/users/${user.id}/profile_image`, { file: 'x' })
    expect(json).toBeRefused(415, 'unsupported_content_type')
    expect(await people.get(user.id)).toEqual(user)
  })
})
