/** `.gitmodules`: where each repository within a repository comes from, by the folder that it lies in. */
export function submodulesIn(text: string, parent: string): Map<string, string> {
  const found = new Map<string, string>()
  let path: string | null = null
  let url: string | null = null
  const done = () => {
    if (path !== null && url !== null) found.set(path, absolute(url, parent))
    path = null
    url = null
  }
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*\[/.test(line)) done()
    const [, key, value = ''] = /^\s*(path|url)\s*=\s*(.*?)\s*$/i.exec(line) ?? []
    if (key?.toLowerCase() === 'path') path = value.replace(/^"(.*)"$/, '$1')
    if (key?.toLowerCase() === 'url') url = value.replace(/^"(.*)"$/, '$1')
  }
  done()
  return found
}

/** `../other.git` is beside its parent. */
function absolute(url: string, parent: string): string {
  if (!/^\.\.?\//.test(url)) return url
  const base = parent.replace(/\/+$/, '')
  return new URL(url, `${base}/`).href
}
