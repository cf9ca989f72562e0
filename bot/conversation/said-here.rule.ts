/** `--here` is said to the surface and not to the operation: the answer stays in the channel. */
export function saidHere(text: string): { line: string; here: boolean } {
  const flag = /(^|\s)(?:--|[—–])here(?=\s|$)/i
  return flag.test(text) ? { line: text.replace(flag, ' ').trim(), here: true } : { line: text, here: false }
}
