import { type Card, type Line, toneSymbols } from '../../../core/card/card.ts'
import type { Chart } from '../../../core/card/chart.ts'
import { chartWidth } from '../../../core/ports/charts.ts'
import { type Reader, seenWord, stateOf, wordOf } from '../../presenter/plain.ts'
import { splitLines } from '../../presenter/seen.ts'
import { counted } from '../../presenter/words.ts'
import { actionsHtml } from './actions.ts'
import { type Html, html, isLeading, onOwnLines } from './html.ts'
import { textHtml } from './spans.ts'
import { tableHtml } from './table.ts'

/** A card as an article: what it says stands in its markup, what it looks like is the style sheet's. */
export function cardHtml(card: Card, reader: Reader, chartUrl: string | null = null): Html {
  const view = card.view === undefined ? null : html` data-view="${card.view}"`
  const words = card.words && card.words.length > 0 ? html` data-words="${card.words.join(' ')}"` : null
  const parts = [
    linesHtml(card, reader),
    card.progress ? progressHtml(card.progress) : null,
    fieldsHtml(card, reader),
    card.table ? tableHtml(card.table, reader) : null,
    card.block ? html`<pre tabindex="0"><code>${card.block}</code></pre>` : null,
    card.chart && chartUrl !== null ? chartHtml(card.chart, chartUrl) : null,
    card.image ? imageHtml(card.image) : null,
    card.attachment ? attachmentHtml(card.attachment) : null,
    actionsHtml(card.actions ?? []),
  ]
  return html`<article class="card" data-tone="${card.tone ?? 'none'}"${view}${words}>
<header><h3>${textHtml(card.title, reader)}</h3>${stateHtml(card)}</header>${onOwnLines(parts)}
</article>`
}

function stateHtml(card: Card): Html | null {
  const state = stateOf(card)
  if (state === '') return null
  return html`<p class="state">${symbolHtml(card.tone)}${state}</p>`
}

function symbolHtml(tone: Card['tone']): Html | null {
  return tone ? html`<span class="symbol" aria-hidden="true">${toneSymbols[tone]}</span> ` : null
}

/** What matters most is seen, the rest is one click away. */
function linesHtml(card: Card, reader: Reader): Html | null {
  const { seen, rest } = splitLines(card)
  if (seen.length === 0) return null
  const list = html`<ul class="lines">${seen.map((line) => lineHtml(line, card, reader))}</ul>`
  if (rest.length === 0) return list
  return html`${list}
<details class="more"><summary>Show ${counted(rest.length, 'more line')}</summary>
<ul class="lines">${rest.map((line) => lineHtml(line, card, reader))}</ul>
</details>`
}

function lineHtml(line: Line, card: Card, reader: Reader): Html {
  const said = wordOf(line)
  // Whoever listens hears it, where the symbol alone says it to the eye.
  const seen = seenWord(line, card) === '' ? 'word unseen' : 'word'
  const word = said === '' ? null : html` <span class="${seen}">${said}</span>`
  const note = line.note === undefined ? null : html` <span class="note">${textHtml(line.note, reader)}</span>`
  return html`
<li data-tone="${line.tone ?? 'none'}">${symbolHtml(line.tone)}${textHtml(line.text, reader)}${word}${note}</li>`
}

function progressHtml(progress: { percent: number; note: string }): Html {
  const percent = Number.isFinite(progress.percent) ? Math.floor(Math.min(100, Math.max(0, progress.percent))) : 0
  const about = `${percent} % · ${progress.note}`
  return html`<p class="progress">
<progress max="100" value="${percent}" aria-label="Progress" aria-valuetext="${about}">${percent} %</progress>
<span>${about}</span></p>`
}

function fieldsHtml(card: Card, reader: Reader): Html | null {
  if (!card.fields || card.fields.length === 0) return null
  const rows = card.fields.map(
    (field) => html`
<div><dt>${field.label}</dt><dd>${field.value.length === 0 ? '–' : textHtml(field.value, reader)}</dd></div>`,
  )
  return html`<dl>${rows}</dl>`
}

function imageHtml(image: NonNullable<Card['image']>): Html {
  if (!isLeading(image.url)) return html`<p>${image.description}: ${image.url}</p>`
  return html`<figure><img src="${image.url}" alt="${image.description}"></figure>`
}

/** Drawn when it is looked at, with two dots for each point. */
function chartHtml({ description }: Chart, url: string): Html {
  return html`<figure class="chart"><img src="${url}" width="${chartWidth}" alt="${description}"></figure>`
}

/** The page's script offers the text as a file under this name. */
function attachmentHtml(attachment: NonNullable<Card['attachment']>): Html {
  return html`<details class="attachment" data-name="${attachment.name}">
<summary>${attachment.title} <small>${attachment.name}</small></summary>
<pre tabindex="0">${attachment.text}</pre>
</details>`
}
