/** It did not work now and may work another time: after so long, if the platform says so. */
export class Later extends Error {
  override name = 'Later'

  constructor(
    readonly waitMs: number | null,
    options?: ErrorOptions,
  ) {
    super(waitMs === null ? 'not now' : `not for another ${waitMs} ms`, options)
  }
}

/** The platform will not have it, now or later: the channel is gone, or somebody removed the message. */
export class Refused extends Error {
  override name = 'Refused'
}
