/** A release that has the traffic since a moment: looked after for a while, row gone when that is over. */
export interface Watch {
  /** The deployment that brought it. */
  id: string
  instanceId: string
  /** So long it is looked after. */
  until: number
  /** Not before. */
  nextAt: number
  /** Looks in a row that found it unwell. */
  failures: number
}
