import type { Table, Text } from '../../../core/card/card.ts'
import type { Reader } from '../../presenter/plain.ts'
import { type Html, html } from './html.ts'
import { textHtml } from './spans.ts'

/** Each cell bears its column's name, so that a narrow screen can show rows as small cards. */
export function tableHtml(table: Table, reader: Reader): Html {
  if (table.rows.length === 0) return html`<p class="empty">${textHtml(table.empty, reader)}</p>`
  const head = table.columns.map((column) => html`<th scope="col">${column}</th>`)
  return html`<div class="table" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>${table.rows.map((row) => rowHtml(row, table.columns, reader))}</tbody>
</table></div>`
}

function rowHtml(row: readonly Text[], columns: readonly string[], reader: Reader): Html {
  const cells = row.map((cell, at) => {
    // One thing beside its column's name, however many spans it has.
    const shown = html`<span>${textHtml(cell, reader)}</span>`
    const column = columns[at] ?? ''
    return at === 0
      ? html`<th scope="row" data-column="${column}">${shown}</th>`
      : html`<td data-column="${column}">${shown}</td>`
  })
  return html`
<tr>${cells}</tr>`
}
