/** Figures for whoever watches the process. */
export interface Meter {
  /** Something was asked for: how it ended is `answer`, `job` or the code of the error. */
  asked(operation: string, ending: string, tookMs: number): void
}
