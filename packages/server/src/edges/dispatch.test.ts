import { frontendApi } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { browser } from '../callers/browser.js'
import { readOptions } from '../start/options.js'
import { type Route, route } from '../wire/route.js'
import { createDispatcher } from './dispatch.js'
import { routesFor } from './routes.js'

const routes = routesFor(readOptions())
const createSignUp = (rules: Partial<Route>): Route =>
  Object.assign(
    route(frontendApi.signUps.createSignUp, { caller: browser, counts: ['call'] }, () =>
      Promise.reject(new Error('never called')),
    ),
    rules,
  )

test('the server starts with its routes', () => {
  expect(() => createDispatcher('/__clerk', routes)).not.toThrow()
})

test('attack: somebody calls a route of which nobody said who may; the server does not start with one', () => {
  const forgotten = createSignUp({ caller: undefined as never }) // what a mistake would make of it
  expect(() => createDispatcher('/__clerk', { ...routes, frontend: [forgotten] })).toThrow(
    /^The route POST \/client\/sign_ups declares no caller$/,
  )
})

test('attack: strangers write without end; the server does not start with a route that lets them', () => {
  const uncounted = createSignUp({ counts: [] })
  expect(() => createDispatcher('/__clerk', { ...routes, frontend: [uncounted] })).toThrow(
    /^The route POST \/client\/sign_ups lets strangers write and counts nothing$/,
  )
})
