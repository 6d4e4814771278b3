export { backendApi } from './backend-api/index.js'
export type { UserFilter, UserOrder } from './backend-api/users.js'
export * from './canonical.js'
export * from './claims/claims-template.js'
export { ApiError, type ErrorEntry, errors } from './errors.js'
export * from './events.js'
export { frontendApi } from './frontend-api/index.js'
export { type CheckedPerson, ImportedPerson, isSafeId } from './imported-person.js'
export * from './lookalike-names.js'
export type { Operation, PathParameter, Shapes } from './operation.js'
export {
  backendOperations,
  frontendOperations,
  type Method,
  splitLine,
  unservedOperations,
  unversionedOperations,
} from './operations.js'
export { isLoopbackName, originOf, originSchema, pageOrigin, webOrigin } from './origin.js'
export type { InboxMessage, PageData, PageDrawing, PageEnvironment, PageName, PageSettings } from './pages.js'
export { type PasswordHasher, passwordHasher } from './password-hashers.js'
export * from './resources/client.js'
export * from './resources/email-address.js'
export * from './resources/environment.js'
export { Settings, SettingsDocument, SettingsPatch } from './resources/instance-settings.js'
export * from './resources/jwt-template.js'
export * from './resources/lists.js'
export * from './resources/session.js'
export * from './resources/sign-in.js'
export * from './resources/sign-up.js'
export * from './resources/token.js'
export * from './resources/user.js'
export * from './resources/verification.js'
export { unservedFrontendLines, unversionedFrontendLines } from './unserved-frontend-operations.js'
export { isTooMuchMetadata, maxMetadataKilobytes, metadata } from './wire.js'
export { english } from './words/english.js'
export { german } from './words/german.js'
export type { Words } from './words/words.js'
export { zodToErrors } from './zod-errors.js'
