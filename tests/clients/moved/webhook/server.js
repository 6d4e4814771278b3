import { clerkMiddleware, getAuth, requireAuth } from '@clerk/express'
import { DatabaseSync } from '@photostructure/sqlite'
import express from 'express'
import { Webhook } from 'svix'

const db = new DatabaseSync('app.db')
db.exec('create table if not exists profiles (clerk_id text primary key, email text not null, first_name text)')

const app = express()

app.post('/api/webhooks/clerk', express.raw({ type: 'application/json' }), (req, res) => {
  let event
  try {
    event = new Webhook(process.env.CLERK_WEBHOOK_SECRET).verify(req.body.toString(), {
      'svix-id': req.headers['svix-id'],
      'svix-timestamp': req.headers['svix-timestamp'],
      'svix-signature': req.headers['svix-signature'],
    })
  } catch {
    return res.status(400).json({ error: 'Invalid signature' })
  }
  if (event.type === 'user.created') {
    const { id, email_addresses, primary_email_address_id, first_name } = event.data
    const { email_address } = email_addresses.find((address) => address.id === primary_email_address_id)
    db.prepare('insert or ignore into profiles values (?, ?, ?)').run(id, email_address, first_name)
  }
  res.json({ received: true })
})

app.use(clerkMiddleware())
app.get('/me', requireAuth(), (req, res) => {
  const profile = db.prepare('select email from profiles where clerk_id = ?').get(getAuth(req).userId)
  res.status(profile ? 200 : 404).json(profile ?? { error: 'No profile yet' })
})

app.listen(process.env.PORT || 3000)
