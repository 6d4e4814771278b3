/** What is right at home and wrong in public. */
import { mailServerFor, originOf, own, testFindings, useServers } from '../../testing/doctored-apps.js'
import { deploymentChecks } from './deployment.js'
import { mailChecks } from './mail.js'

useServers()

testFindings(
  [...deploymentChecks, ...mailChecks],
  [
    [
      'plain-http',
      'a public address on plain http',
      () =>
        own(
          {},
          { NODE_ENV: 'production', FRONTDESK_PUBLIC_URL: 'http://shop.example', FRONTDESK_SMTP_URL: 'smtp://mail.example' },
        ),
    ],
    [
      'development-in-public',
      'a public app that runs as in development',
      () => own({}, { FRONTDESK_PUBLIC_URL: 'https://shop.example' }),
    ],
    [
      'public-url-missing',
      'production without a public address',
      () => own({}, { NODE_ENV: 'production', FRONTDESK_SMTP_URL: 'smtp://mail.example' }),
    ],
    [
      'mail-server-missing',
      'production without a mail server',
      () => own({}, { NODE_ENV: 'production', FRONTDESK_PUBLIC_URL: 'https://shop.example' }),
    ],
    ['trusted-proxies-malformed', 'a number of proxies that is none', () => own({}, { FRONTDESK_TRUSTED_PROXIES: 'true' })],
    [
      'port-taken',
      'a port that another program holds',
      async () => own({}, { PORT: new URL(await originOf((_, response) => void response.end('other'))).port }),
    ],
    [
      'mail-server-refuses',
      'a mail server that nothing listens for',
      () => own({}, { FRONTDESK_SMTP_URL: 'smtp://127.0.0.1:1' }),
    ],
    [
      'mail-server-refuses',
      'a wrong password for the mail server',
      async () => own({}, { FRONTDESK_SMTP_URL: `${await mailServerFor('desk:hunter2@')}?requireTLS=false` }),
    ],
    [
      'mail-server-refuses',
      'a mail server that would see the password in clear',
      async () => own({}, { FRONTDESK_SMTP_URL: await mailServerFor('desk:hunter2@') }),
    ],
  ],
)
