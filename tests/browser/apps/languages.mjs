/** An app in three languages: the built-in ones, and Arabic as Clerk's localization objects have it. */
import { createRequire } from 'node:module'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const { arSA } = createRequire(`${process.cwd()}/`)('@clerk/localizations')

const app = express()
app.use(frontdesk({ languages: { en: true, de: true, ar: arSA } }))
app.get('/', (_req, res) => res.send('<!doctype html><html lang="en"><title>App</title><h1>App</h1>'))
app.listen(process.env.PORT, '127.0.0.1')
