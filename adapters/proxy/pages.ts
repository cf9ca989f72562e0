/** What visitors see while their Odoo does not answer: small, without anything from elsewhere. */
export const pages = {
  maintenance: page('Maintenance', 'This site is being updated and will be back in a few minutes.'),
  waiting: page('Not there yet', 'Nothing is served here yet. Please come back a little later.'),
  unwell: page('One moment, please', 'This site does not answer just now. Please try again in a moment.'),
} as const

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1.1rem/1.6 system-ui, sans-serif;
    background: #f6f7f9; color: #22303c; }
  main { max-width: 32rem; padding: 2rem; text-align: center; }
  h1 { font-size: 1.7rem; margin: 0 0 .5rem; }
  @media (prefers-color-scheme: dark) { body { background: #16202a; color: #dbe4ec; } }
</style>
<main><h1>${title}</h1><p>${text}</p></main>
</html>
`
}
