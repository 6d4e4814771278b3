/** Where a box at an edge of the window covers least of what is being used. */
export type Edge = 'bottom' | 'top'

export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/**
 * The edge for a box of this place and size, which stands as far from either edge. What is named first counts for more than all that
 * follow: the control with the focus, then the form around it. A box that is well placed stays.
 */
export function clearEdge(box: Box, edge: Edge, windowHeight: number, used: Box[]): Edge {
  const mirrored = { ...box, top: windowHeight - box.bottom, bottom: windowHeight - box.top }
  const other = edge === 'bottom' ? 'top' : 'bottom'
  for (const one of used) {
    const [isCovered, wouldBe] = [overlap(box, one), overlap(mirrored, one)]
    if (isCovered !== wouldBe) return isCovered ? other : edge
  }
  return edge
}

const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
