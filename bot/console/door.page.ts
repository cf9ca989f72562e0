import type { Told } from '../../core/error.ts'
import { document, mark, type Theme } from './document.ts'
import { type Html, html } from './render/html.ts'

/** What somebody sees who is not signed in: how to come in, and nothing of what is inside. */
export function signedOutPage(
  { command, claimable }: { command: string; claimable: boolean },
  theme: Theme | null,
  fault: Told | null,
): string {
  if (claimable) return claimPage(command, theme, fault)
  return door('Sign in', theme, [
    notice(fault),
    html`<h1>Sign in to Pilothouse</h1>
<p>You come in by a link that is good once and for a few minutes. There is no password.</p>
<ol class="ways">
<li><h2>In Slack</h2><p>Type <code>${command} me signin</code>. I show the link to you alone.</p></li>
<li><h2>On the machine that I run on</h2><p>Run <code>npx --no-install pilothouse signin</code>.</p></li>
</ol>
<p class="dim">New here? Ask an admin of your team to add you with <code>member add</code>.</p>`,
  ])
}

/** Before there is an admin: whoever reads the output of the process becomes it. */
function claimPage(command: string, theme: Theme | null, fault: Told | null): string {
  return door('Welcome', theme, [
    notice(fault),
    html`<h1>Welcome to Pilothouse</h1>
<p>There is no admin yet. Enter the code that the bot printed where it was started; it is good once, for 15 minutes.</p>
<form method="post" action="/console/claim">
<div class="field"><label for="code">Code</label>
<input id="code" name="code" type="text" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false"></div>
<div class="field"><label for="name">Your name</label>
<input id="name" name="name" type="text" required maxlength="80" autocomplete="name"></div>
<button type="submit" class="wide" data-style="primary">Become the admin</button></form>
<p class="dim">In Slack: <code>${command} claim</code> with the code. A new code: <code>npx --no-install pilothouse signin</code> on that machine.</p>`,
  ])
}

function notice(fault: Told | null): Html | null {
  return fault ? html`<p class="notice" role="alert"><strong>${fault.message}</strong> ${fault.remedy}</p>` : null
}

/** Opening a link must not use it up: previews of chat programs open links. */
export function signInPage(code: string, theme: Theme | null): string {
  return door('Sign in', theme, [
    html`<h1>Welcome back</h1>
<p>This link is good once. Press the button to sign in on this browser for seven days.</p>
<form method="post" action="/console/signin"><input type="hidden" name="code" value="${code}">
<button type="submit" class="wide" data-style="primary">Sign in</button></form>
<p class="dim">You did not ask for it? Close this page: nothing happens.</p>`,
  ])
}

function door(title: string, theme: Theme | null, parts: readonly (Html | null)[]): string {
  const body = html`<body class="door"><main><p class="brand">${mark} Pilothouse</p>${parts}</main></body>`
  return document(`${title} · Pilothouse`, theme, body, { script: 'door.js' })
}
