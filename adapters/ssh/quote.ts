/** The only place where arguments become a line: each one in single quotes, so that no shell reads anything in it. */
export function quoted(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}
