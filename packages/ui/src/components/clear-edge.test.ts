import { expect, test } from 'vitest'
import { type Box, clearEdge, type Edge } from './clear-edge.js'

const box = (top: number, bottom: number, left = 0, right = 100): Box => ({ top, bottom, left, right })
const notice = box(940, 980)

test.each<[string, Edge, Edge, Box[]]>([
  ['nothing is used', 'bottom', 'bottom', []],
  ['a control elsewhere is used', 'bottom', 'bottom', [box(400, 440)]],
  ['the control below it is used', 'bottom', 'top', [box(930, 970)]],
  ['the control beside it is used', 'bottom', 'bottom', [box(930, 970, 100, 200)]],
  ['the form below it is used', 'bottom', 'top', [box(400, 440), box(300, 1200)]],
  ['the form is as tall as the window', 'bottom', 'bottom', [box(400, 440), box(0, 1200)]],
  ['the control below it is used, in a form at the top', 'bottom', 'top', [box(930, 970), box(0, 970)]],
  ['it stands well', 'top', 'top', [box(930, 970)]],
])('a notice at an edge goes where it covers nothing: %s', (_, from, to, used) => {
  const present = from === 'bottom' ? notice : { ...notice, top: 20, bottom: 60 }
  expect(clearEdge(present, from, 1000, used)).toBe(to)
})
