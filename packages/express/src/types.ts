export type { AuthObject } from '@frontdesk/backend'
