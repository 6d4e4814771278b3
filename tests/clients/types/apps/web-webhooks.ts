/** The same in a server of Web Requests. */
import type { SessionWebhookEvent, WebhookEventType } from '@clerk/backend'
import { verifyWebhook } from '@clerk/backend/webhooks'

const handled: WebhookEventType[] = ['session.created', 'session.ended', 'session.removed', 'session.revoked']

export async function POST(request: Request): Promise<Response> {
  const event = await verifyWebhook(request)
  if (!handled.includes(event.type)) return new Response(null, { status: 204 })
  const { data } = event as SessionWebhookEvent
  return Response.json({ session: data.id, user: data.user_id, address: event.event_attributes.http_request.client_ip })
}
