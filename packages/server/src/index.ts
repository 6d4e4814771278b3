export type { LogLine, OptionsInput as FrontdeskOptions } from './options.js'
export { createFrontdesk, type Frontdesk } from './server.js'
