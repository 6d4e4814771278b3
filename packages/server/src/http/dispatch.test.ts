import { frontendApi } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { readOptions } from '../options.js'
import { routesFor } from '../routes.js'
import { createDispatcher, type Routes } from './dispatch.js'
import { browserRoute } from './route.js'

test('attack: somebody calls a route of which nobody said who may; the server does not start with one', () => {
  const routes = routesFor(readOptions())
  expect(() => createDispatcher('/__clerk', routes)).not.toThrow()

  const forgotten = browserRoute(frontendApi.signUps.createSignUp, () => Promise.reject(new Error('never called')))
  Object.assign(forgotten, { caller: undefined })
  const withIt: Routes = { ...routes, frontend: [forgotten] }
  expect(() => createDispatcher('/__clerk', withIt)).toThrow(
    /^The route POST \/__clerk\/v1\/client\/sign_ups declares no caller$/,
  )
})
