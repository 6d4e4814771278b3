/**
 * `clerkClient`: one method for each operation in the contract's table (`operation-table.ts`). Methods whose arguments or results differ
 * from their line are in `irregular-methods.ts`.
 */
import type { ApiClient } from './api-client.js'
import { irregularMethods } from './irregular-methods.js'
import { callFor, type OperationLine, operationTable } from './operation-table.js'
import { type ApiCall, type ApiSettings, type CallLimits, callApi } from './transport.js'

type Method = (...args: never[]) => Promise<unknown>

/** Creates a client of the Backend API. `settings` is called with each call, because an embedded server's are not known at first. */
export function createApiClient(settings: () => ApiSettings | Promise<ApiSettings>, limits: CallLimits = {}): ApiClient {
  const send = async (request: ApiCall) => callApi(await settings(), request, limits)
  const run = async (operation: OperationLine, args: unknown[]) => send(callFor(operation, args))
  const call = (name: string, ...args: unknown[]) => {
    const [group, method] = name.split('.') as [string, string] // the irregular methods name those of the table
    return run(operationTable[group]![method]!, args)
  }
  const irregular = irregularMethods({ call, send })

  const client: Record<string, unknown> = {
    with: (more: CallLimits) => createApiClient(settings, { ...limits, ...more }),
  }
  for (const [group, operations] of Object.entries(operationTable)) {
    const methods: Record<string, Method> = {}
    for (const [name, operation] of Object.entries(operations)) methods[name] = (...args) => run(operation, args)
    client[group] = Object.assign(methods, irregular[group])
  }
  return client as unknown as ApiClient // a test compares its methods with the table's
}
