export { createFrontdesk, type Frontdesk } from './server.js'
export type { LogLine, OptionsInput as FrontdeskOptions } from './options.js'
