/** What is printed while there is no admin: for who has a chat, and for who has the page alone. */
export function claimWords(command: string, code: string, url: string): string {
  return `There is no admin yet. Good once, for 15 minutes: ${command} claim ${code}, or enter the code at ${url.replace(/\/+$/, '')}/console`
}
