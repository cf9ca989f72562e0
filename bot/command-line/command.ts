/** Gets the words behind its name and says with which code the process ends. */
export type Command = (words: readonly string[]) => Promise<number>

/** Scripts tell by these what happened; those above 60 are of sysexits.h. */
export const exitCodes = {
  done: 0,
  refused: 1,
  usage: 2,
  unreachable: 69,
  notAllowed: 77,
} as const
