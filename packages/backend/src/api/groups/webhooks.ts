import type {
  CreateWebhookEndpointParams,
  EventListParams,
  ReplayWebhooksParams,
  RotateWebhookSecretParams,
  UpdateWebhookEndpointParams,
  WebhookDeliveryListParams,
  WebhookEndpointListParams,
} from '../parameters.js'
import type { DeletedObject, ToldEvent, WebhookDelivery, WebhookEndpoint, WebhookReplay } from '../resources.js'
import type { Page } from './paging.js'

/** What happened: an API of our own. */
export interface EventAPI {
  /** In order, those behind the `sequence` that `after` names, or the newest. Mail and its codes are not among them. */
  list(params?: EventListParams): Promise<{ data: ToldEvent[] }>
}

/** Where events are sent to: an API of our own. */
export interface WebhookEndpointAPI {
  list(params?: WebhookEndpointListParams): Promise<Page<WebhookEndpoint>>
  /** The answer has the secret, which is not shown again. */
  create(params: CreateWebhookEndpointParams): Promise<WebhookEndpoint>
  get(webhookEndpointId: string): Promise<WebhookEndpoint>
  update(webhookEndpointId: string, params: UpdateWebhookEndpointParams): Promise<WebhookEndpoint>
  delete(webhookEndpointId: string): Promise<DeletedObject>
  /** The secret before signs as well for `previousSecretTtl` seconds, a day by default. */
  rotateSecret(webhookEndpointId: string, params?: RotateWebhookSecretParams): Promise<WebhookEndpoint>
  /** Newest first, each with its attempts. */
  listDeliveries(webhookEndpointId: string, params?: WebhookDeliveryListParams): Promise<Page<WebhookDelivery>>
  /** Sends all events since a time again that are still kept. */
  replay(webhookEndpointId: string, params: ReplayWebhooksParams): Promise<WebhookReplay>
  retryDelivery(webhookDeliveryId: string): Promise<WebhookDelivery>
}
