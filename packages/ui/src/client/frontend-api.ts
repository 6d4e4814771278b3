import type { frontendApi, PathParameter } from '@frontdesk/contract'
import { frontendOperations } from '@frontdesk/contract/operations'
import { type Connection, type Parameters, send } from './send.js'

type Contract = typeof frontendApi

/** The contract gives the names of parameters and the shape of answers. Values are sent as text, and `file` is not in the contract. */
type ParametersOf<Operation> = Operation extends { path: infer Path extends string; shapes: infer Shapes }
  ? Record<PathParameter<Path>, string> & Partial<Record<keyof BodyOf<Shapes> | 'file', Parameters[string]>>
  : never
type BodyOf<Shapes> = Shapes extends { body: { _zod: { input: infer Body } } } ? Body : Record<never, never>
type ResponseOf<Operation> = Operation extends { shapes: { response: { _zod: { output: infer Response } } } } ? Response : never

/** One method per operation of the contract: `api.signIns.createSignIn({ identifier })`. */
export type FrontendApi = {
  [Group in keyof Contract]: {
    [Name in keyof Contract[Group]]: (
      ...parameters: Record<never, never> extends ParametersOf<Contract[Group][Name]>
        ? [ParametersOf<Contract[Group][Name]>?]
        : [ParametersOf<Contract[Group][Name]>]
    ) => Promise<ResponseOf<Contract[Group][Name]>>
  }
}

/** Builds the browser's Frontend API client from the operation table. */
export function createFrontendApi(connection: Connection): FrontendApi {
  const groups = Object.entries(frontendOperations).map(([group, lines]) => {
    const calls = Object.entries(lines).map(([name, line]) => [
      name,
      (parameters?: Parameters) => send(connection, line, parameters),
    ])
    return [group, Object.fromEntries(calls)]
  })
  return Object.fromEntries(groups)
}
