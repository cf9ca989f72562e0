import { fit, type Piece, type Written } from './spans.ts'

/** Entries one below the other, as many as the room holds. */
export function below(entries: readonly (readonly Piece[])[], each: number, most: number): Written {
  const lines: string[] = []
  let left = most
  let whole = true
  for (const entry of entries) {
    const written = fit(entry, Math.min(each, left))
    if (written.text.trim() === '' && written.whole) continue
    if (written.text.length + 1 > left || written.text === '') {
      whole = false
      break
    }
    lines.push(written.text)
    left -= written.text.length + 1
    whole &&= written.whole
  }
  return { text: lines.join('\n'), whole }
}

export const nothing: Written = { text: '', whole: true }
