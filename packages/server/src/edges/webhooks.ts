/** What sends events on, for those who open an instance. */
export { idleWebhooks, openWebhooks } from '../capabilities/telling/webhooks/sending.js'
