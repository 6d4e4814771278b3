import { createTransport } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { startProcess } from './process.js'
import { startMailServer } from './smtp.js'

const serveOnce = `
  const server = require('node:http').createServer((request, response) => response.end('hello'))
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port + '/'))
`

describe('a program under test', () => {
  test('a program under test is ready when it prints its address, and gone when killed', async () => {
    const program = await startProcess(process.execPath, ['-e', serveOnce])
    expect(await (await fetch(program.origin)).text()).toBe('hello')
    expect(await program.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
    await expect(fetch(program.origin)).rejects.toThrow()
  })

  test('a program under test that ends before it is ready is a failure that shows its output', async () => {
    const start = startProcess(process.execPath, ['-e', 'console.error("no such table"); process.exitCode = 3'])
    await expect(start).rejects.toThrow(/ended with 3\nno such table/)
  })

  test('a program under test gets no variable of the test run that it was not given', async () => {
    const program = await startProcess(process.execPath, ['-e', `console.log(Object.keys(process.env).join()); ${serveOnce}`], {
      env: { PORT: '0' },
    })
    expect(program.output().split('\n')[0]!.split(',').sort()).toEqual(['HOME', 'PATH', 'PORT', 'TMPDIR'])
    await program.kill()
  })
})

test('the mail server of the tests keeps what it receives, parsed', async () => {
  const server = await startMailServer()
  const waiting = server.waitFor('jane@example.com')
  await createTransport(server.url).sendMail({
    from: 'desk@example.com',
    to: 'jane@example.com',
    subject: 'Grüße',
    text: '424242 é',
  })
  const mail = await waiting
  expect(mail).toMatchObject({ sender: 'desk@example.com', recipients: ['jane@example.com'] })
  expect(mail.message).toMatchObject({ subject: 'Grüße', text: expect.stringContaining('424242 é') })
  await server.close()
})
