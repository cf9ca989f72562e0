/** What goes along with a line that tells of a failure which stopped nothing: by it the failure is known later. */
export function warningOf(code: string): { code: string } {
  return { code }
}

export function codeIn(data: unknown): string | null {
  return data !== null && typeof data === 'object' && 'code' in data && typeof data.code === 'string' ? data.code : null
}
