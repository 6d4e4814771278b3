import { expect, test } from 'vitest'
import { eventsOf } from '../../../testing/events-of.js'
import { testOrigin, testPassword, testServer } from '../../../testing/test-server.js'

test('without a public URL, an image address has the origin by which the browser or server came', async () => {
  const server = await testServer('sqlite')
  const browser = server.browser()
  const { created_user_id: id } = await browser.signUp()
  expect((await browser.call('GET', '/me')).body.response.image_url).toBe(`${testOrigin}/__clerk/images/none`)

  const headers = { authorization: `Bearer ${server.instance.keys.secretKey.reveal()}` }
  const imageSeenAt = async (origin: string) =>
    JSON.parse(await (await server.request(`${origin}/__clerk/api/v1/users/${id}`, { headers })).text()).image_url
  expect(await imageSeenAt('http://auth.internal:4400')).toBe('http://auth.internal:4400/__clerk/images/none')
  expect(await imageSeenAt('http://frontdesk.localhost')).toBe('http://localhost/__clerk/images/none')
  await server.close()
})

test('attack: a Host that a browser makes up reaches no event', async () => {
  const server = await testServer('sqlite')
  const browser = server.browser()
  await browser.signUp()
  const events = await eventsOf(server, () =>
    server.request('http://evil.example/__clerk/v1/me?_method=PATCH', {
      method: 'POST',
      headers: {
        cookie: browser.cookies.header(),
        origin: 'http://evil.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'first_name=Ada',
    }),
  )
  expect(events).toMatchObject([
    { type: 'user.updated', data: { first_name: 'Ada', image_url: 'http://localhost/__clerk/images/none' } },
  ])
  await server.close()
})

test('with a public URL, an image address has that origin for everybody', async () => {
  const server = await testServer('sqlite', { publicUrl: 'https://shop.example' })
  const user = (await server.backend('POST', '/users', { email_address: ['ada@example.com'], password: testPassword })).body
  expect(user.image_url).toBe('https://shop.example/__clerk/images/none')
  await server.close()
})
