import { type Html, html } from './render/html.ts'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

const sheets = ['look', 'frame', 'cards', 'forms']

/** A whole page. Without a remembered theme the system's own is used. */
export function document(
  title: string,
  theme: Theme | null,
  body: Html,
  more: { csrf?: string; script: string },
): string {
  const csrf = more.csrf === undefined ? null : html`<meta name="csrf" content="${more.csrf}">`
  return html`<!doctype html>
<html lang="en"${theme ? html` data-theme="${theme}"` : null}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
${csrf}
<title>${title}</title>
<link rel="icon" href="/console/page/mark.svg" type="image/svg+xml">
${sheets.map(
  (sheet) => html`<link rel="stylesheet" href="/console/page/${sheet}.css">
`,
)}
<script type="module" src="/console/page/${more.script}"></script>
</head>
${body}
</html>
`.toString()
}

export const mark = html`<img class="mark" src="/console/page/mark.svg" alt="" width="28" height="28">`
