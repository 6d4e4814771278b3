import { ApiError } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { type AskElsewhere, askingElsewhere } from './asked-elsewhere.js'
import { importDigest } from './imported-passwords.js'
import { createPasswords } from './passwords.js'

const jane = importDigest('awscognito', 'awscognito#eu-west-1_AbCd12345#1example23456789#jane')!
const faults: unknown[] = []
const asking = (ask: AskElsewhere, limits: { seconds?: number; atATime?: number; waiting?: number }) =>
  askingElsewhere(createPasswords(1, 1), ask, (fault) => faults.push(fault), limits)

test('an answer is waited for so long, and who gives it hears when it is too late', async () => {
  let heard: AbortSignal | undefined
  const never: AskElsewhere = (_digest, _password, signal) => {
    heard = signal
    return new Promise(() => {})
  }
  const refusal = await asking(never, { seconds: 0.02 })
    .verify('correct horse', jane)
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ApiError)
  expect(refusal).toMatchObject({ status: 503, retryAfterSeconds: 10 })
  expect(heard!.aborted).toBe(true)
  expect(faults.at(-1)).toEqual(new Error('There was no answer within 0.02 seconds.'))
})

test('attack: sign-ins that wait for another service keep all others waiting; they have a queue of their own, with an end', async () => {
  let letGo = () => {}
  const slow: AskElsewhere = () => new Promise((resolve) => (letGo = () => resolve(true)))
  const passwords = asking(slow, { atATime: 1, waiting: 1 })
  const first = passwords.verify('correct horse', jane)
  const second = passwords.verify('correct horse', jane)
  await expect(passwords.verify('correct horse', jane)).rejects.toMatchObject({ status: 429 })
  expect(await passwords.verify('password', await passwords.hash('password'))).toBe('fits')
  letGo()
  expect(await first).toBe('outdated')
  await new Promise(setImmediate)
  letGo()
  expect(await second).toBe('outdated')
})
