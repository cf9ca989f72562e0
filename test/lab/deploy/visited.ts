import { afterEach, beforeEach } from 'vitest'
import type { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { Visitor } from './visitor.ts'

/** In each test somebody visits what serves, and after it nothing is left that our labels do not explain. */
export function visited(floor: () => Floor, came: (visitor: Visitor) => void): void {
  let visitor: Visitor

  beforeEach(async () => {
    visitor = await Visitor.seeing(floor(), 'acme_base')
    came(visitor)
  })

  afterEach(async () => {
    await visitor.leave()
    await nothingLeft(floor())
  })
}
