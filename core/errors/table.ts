/**
 * A chapter of the table of errors. `{name}` is filled from the facts of the case; the remedy says what to do next,
 * and where an operation is the remedy it is named, so that a surface can make it a button.
 */
export type ErrorTable = Record<string, { status: number; message: string; remedy: string; operation?: string }>
