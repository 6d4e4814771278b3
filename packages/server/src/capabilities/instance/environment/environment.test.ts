import { frontendApi } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { engines, testServer } from '../../../testing/test-server.js'

test('the environment shows the options, to anybody, on GET and PATCH alike', async () => {
  const server = await testServer('sqlite', {
    applicationName: 'Corner shop',
    publicUrl: 'https://shop.example',
    attributes: { username: 'required', lastName: 'off' },
    session: { single: true },
    password: { minLength: 12 },
    afterSignInUrl: '/orders',
    afterSignOutUrl: 'https://www.example',
  })
  const answer = await server.browser().call('GET', '/environment')
  expect(answer.status).toBe(200)
  expect(answer.cookies).toEqual([])
  expect(frontendApi.environment.getEnvironment.shapes.response.parse(answer.body)).toEqual(answer.body)
  expect(answer.body).toMatchObject({
    auth_config: { single_session_mode: true, username: 'required', last_name: 'off' },
    display_config: {
      application_name: 'Corner shop',
      instance_environment_type: 'development',
      sign_in_url: 'https://shop.example/sign-in',
      after_sign_in_url: 'https://shop.example/orders',
      after_sign_out_all_url: 'https://www.example',
    },
    user_settings: {
      attributes: {
        email_address: { enabled: true, required: true, first_factors: ['email_code'] },
        username: { enabled: true, required: true, used_for_first_factor: true },
        first_name: { enabled: true, required: false },
        last_name: { enabled: false },
        password: { enabled: true, required: true },
        phone_number: { enabled: false },
      },
      password_settings: { min_length: 12 },
    },
  })
  expect((await server.browser().call('PATCH', '/environment')).body).toEqual(answer.body)
  await server.close()
})

test('without a public URL, the page addresses in the environment are paths', async () => {
  const server = await testServer('sqlite', { pages: { signIn: '/enter' } })
  const { body } = await server.browser().call('GET', '/environment')
  expect(body.display_config).toMatchObject({ sign_in_url: '/enter', home_url: '/' })
  await server.close()
})

test.each([
  [undefined, 'http://localhost:3000'],
  ['https://api.shop.example', 'https://api.shop.example'],
])(
  'with the public URL %s a front end on another origin is sent to the pages of the server, and home to its own',
  async (publicUrl, own) => {
    const server = await testServer('sqlite', { publicUrl, allowedOrigins: ['https://shop.example'], afterSignInUrl: '/orders' })
    const asked = (origin: string) => server.browser().call('GET', '/environment', undefined, { origin })
    expect((await asked('https://shop.example')).body.display_config).toMatchObject({
      sign_in_url: `${own}/sign-in`,
      sign_up_url: `${own}/sign-up`,
      user_profile_url: `${own}/user`,
      home_url: 'https://shop.example/',
      after_sign_in_url: 'https://shop.example/orders',
      after_sign_out_one_url: 'https://shop.example/',
    })
    expect((await asked('https://evil.example')).body.display_config).toMatchObject({
      sign_in_url: `${publicUrl ?? ''}/sign-in`,
      after_sign_in_url: `${publicUrl ?? ''}/orders`,
    })
    await server.close()
  },
)

test.each([
  [undefined, ''],
  ['https://shop.example', 'https://shop.example'],
])('with the public URL %s the account portal says where its pages lead', async (publicUrl, origin) => {
  for (const engine of engines) {
    const server = await testServer(engine, { publicUrl, afterSignInUrl: '/orders', afterSignUpUrl: 'https://www.example/' })
    const { status, body, cookies } = await server.browser().call('GET', '/account_portal')
    expect([status, cookies]).toEqual([200, []])
    expect(body).toMatchObject({
      object: 'account_portal',
      enabled: true,
      after_sign_in_url: `${origin}/orders`,
      after_sign_up_url: 'https://www.example/',
      after_create_organization_url: '',
      logo_link_url: `${origin}/`,
      customization: { appearance: 'auto' },
    })
    await server.close()
  }
})
