import { getAuth } from '@clerk/express'
import { Router } from 'express'

const byUser = new Map<string, string[]>()

export const notes: Router = Router()

notes.get('/', (req, res) => {
  res.json(byUser.get(getAuth(req).userId!) ?? [])
})

notes.post('/', (req, res) => {
  const userId = getAuth(req).userId!
  byUser.set(userId, [...(byUser.get(userId) ?? []), String(req.body.text)])
  res.sendStatus(201)
})
