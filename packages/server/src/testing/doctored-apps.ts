/** Apps for the doctor: two that are well, and what it takes to make them ill in one thing each. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { startMailServer } from '../../../../tests/environment/smtp.js'
import { readApp } from '../cli/doctor/app.js'
import type { Check, Finding } from '../cli/doctor/check.js'
import { diagnose } from '../cli/doctor/diagnose.js'
import { createFrontdesk } from '../server.js'

export type Files = Record<string, string>
export type Env = Record<string, string>
export interface Seed {
  files?: Files
  env?: Env
  /** What else has to be so, done in the app's folder. */
  after?: (folder: string) => unknown
  /** How far this machine's clock is ahead, in milliseconds. */
  ahead?: number
}

const folders: string[] = []
const servers: Array<Pick<Listening, 'close'>> = []
const desks: Array<ReturnType<typeof createFrontdesk>> = []

/** What `frontdesk keys` prints for the server that the apps use. */
export let remote: Env
/** And for one that they don't. */
export let other: Env

/** Starts both servers before the tests of a file, and removes what they made after them. */
export function useServers(): void {
  beforeAll(async () => {
    ;[remote, other] = await Promise.all([startedServer(), startedServer()])
  })
  afterAll(async () => {
    await Promise.all(servers.splice(0).map(({ close }) => close()))
    await Promise.all(desks.splice(0).map((desk) => desk.close()))
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })
}

export async function originOf(listener: RequestListener): Promise<string> {
  const server = await listening(listener)
  servers.push(server)
  return server.origin
}

/** The address of a mail server without encryption that lets in desk:right. */
export async function mailServerFor(credentials: string): Promise<string> {
  const server = await startMailServer({ login: { name: 'desk', password: 'right' } })
  servers.push(server)
  return server.url.replace('smtp://', `smtp://${credentials}`)
}

/** A server of its own, with what `frontdesk keys` would print for it. */
async function startedServer(): Promise<Env> {
  const desk = createFrontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log: () => {} })
  desks.push(desk)
  const { keys, keyRing } = await desk.ready()
  const origin = await originOf(desk.listener)
  const { privateKey } = await keyRing.signingKey()
  return {
    CLERK_PUBLISHABLE_KEY: keys.publishableKey,
    CLERK_SECRET_KEY: keys.secretKey.reveal(),
    CLERK_API_URL: `${origin}/__clerk/api`,
    CLERK_PROXY_URL: `${origin}/__clerk`,
    CLERK_JWT_KEY: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '\\n'),
  }
}

/** Indented, so that nobody who looks for our own imports takes them for some. */
const imports = `
  import express from 'express'
  import { frontdesk } from 'frontdesk/express'
  import { clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
`
export const embedded = `${imports}
const app = express() // app.use(express.text()) in a comment is none
const desk = frontdesk({ applicationName: 'Shop (the "best")' })
app.use(desk)
app.use(clerkMiddleware())
app.use(express.json())
app.get('/', (req, res) => res.send(getAuth(req).userId))
app.get('/protected', requireAuth(), (req, res) => res.send('This is a protected route'))
app.listen(3000)
`
export const apart = `
const express = require('express')
const { clerkMiddleware, getAuth } = require('@frontdesk/express')
const app = express()
app.use(clerkMiddleware())
app.use('/users', require('./users'))
app.listen(3000)
`
export const users = `
const { requireAuth } = require('@frontdesk/express')
module.exports = require('express').Router().get('/', requireAuth({ signInUrl: '/in' }), (req, res) => res.json(req.auth))
`

export const own = (files: Files = {}, env: Env = {}): Seed => ({ files: { 'app.js': embedded, ...files }, env })
export const away = (env: Env = {}, files: Files = {}): Seed => ({
  files: { 'app.js': apart, 'users.js': users, ...files },
  env: { ...remote, ...env },
})
/** The embedded app with one line moved before another, or with one replaced. */
export const edited = (...edits: Array<[from: string, to: string]>) =>
  own({ 'app.js': edits.reduce((text, [from, to]) => text.replace(from, () => to), embedded) })

export async function findingsOf({ files = {}, env = {}, after, ahead = 0 }: Seed): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  await after?.(folder)
  return diagnose(readApp(folder, env, () => Date.now() + ahead))
}

export const hasGit = spawnSync('git', ['--version']).status === 0
export const git = (folder: string, ...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' })

/** The name of the one finding that an app is to get, what is wrong with it, and the app. */
export type Seeds = Array<[name: string, what: string, seed: () => Seed | Promise<Seed>]>

/** Each app gets its finding and no other, and each of the checks finds something in one of them. */
export function testFindings(checks: Check[], seeds: Seeds): void {
  test.for(seeds.map(([name, what, seed]) => ({ name, what, seed })))(
    'the doctor finds $what',
    async ({ name, seed }, { skip }) => {
      skip(name.endsWith('-in-git') && !hasGit, 'git is not installed')
      const findings = await findingsOf(await seed())
      expect(findings.map((finding) => finding.name)).toEqual([name])
      for (const text of [findings[0]!.cause, findings[0]!.cure]) expect(text).toMatch(/\S.*\S/)
      for (const secret of [remote.CLERK_SECRET_KEY!, other.CLERK_SECRET_KEY!, 'hunter2'])
        expect(JSON.stringify(findings)).not.toContain(secret)
    },
  )

  test('each check of the doctor is tried', () => {
    const triedWhereItIsMissing = 'sqlite-driver-missing' // by tests/durability/sqlite-driver.test.ts
    const tried = new Set([...seeds.map(([name]) => name), triedWhereItIsMissing])
    expect(checks.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  })
}
