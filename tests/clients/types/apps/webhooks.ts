/** Webhooks, each event with the data of its type. */
import { type UserWebhookEvent, type VerifyWebhookOptions, verifyWebhook, type WebhookEvent } from '@clerk/express/webhooks'
import express from 'express'

const app = express()
const options: VerifyWebhookOptions = { signingSecret: process.env.CLERK_WEBHOOK_SIGNING_SECRET }

app.post('/webhooks', express.raw({ type: 'application/json' }), async (req, res) => {
  try {
    res.json({ done: sync(await verifyWebhook(req, options)) })
  } catch (error) {
    res.status(400).send(error instanceof Error ? error.message : 'unknown')
  }
})

function sync(event: WebhookEvent): string {
  switch (event.type) {
    case 'user.created':
    case 'user.updated': {
      const { id, email_addresses, first_name, last_name, public_metadata, created_at, image_url } = event.data
      const email: string | undefined = email_addresses[0]?.email_address
      return [id, email, first_name, last_name, JSON.stringify(public_metadata), new Date(created_at), image_url].join()
    }
    case 'user.deleted':
      return event.data.id ?? ''
    case 'session.created':
      return `${event.data.user_id} ${event.data.client_id} ${event.data.status}`
    case 'organization.created':
      return `${event.data.name} ${event.data.slug}`
    case 'organizationMembership.created':
      return `${event.data.organization.id} ${event.data.public_user_data.user_id} ${event.data.role}`
    case 'email.created':
      return event.data.subject ?? event.data.slug ?? ''
    default:
      return `${event.type} ${event.timestamp} ${event.instance_id}`
  }
}

export const isUserEvent = (event: WebhookEvent): event is UserWebhookEvent => event.type.startsWith('user.')
