import type { House } from '../../core/house.ts'
import type { SignedIn } from '../../core/member/session.ts'
import { document, mark, type Theme } from './document.ts'
import { type Html, html } from './render/html.ts'
import type { SeenRoom } from './rooms.ts'
import type { Tour } from './tour.ts'
import type { Drawn } from './view.ts'
import { tourRailHtml, welcomeHtml } from './welcome.page.ts'

export interface Shell {
  house: House
  who: SignedIn
  theme: Theme | null
  rooms: readonly SeenRoom[]
  here: SeenRoom
  messages: readonly Drawn[]
  more: boolean
  makesRooms: boolean
  /** Of a demo. */
  tour: Tour | null
  now: number
}

/** The page: rooms at the left, the conversation, and one input under it. */
export function shellPage(shell: Shell): string {
  const { here, who } = shell
  const body = html`<body class="console" data-room="${here.room.id}" data-now="${shell.now}">
<a class="skip" href="#text">Skip to the input</a>
${railHtml(shell)}
<main>
<header class="top">
<button type="button" class="icon" id="rail-button" aria-controls="rail" aria-expanded="false" aria-label="Rooms"><span aria-hidden="true">☰</span></button>
<h1>${here.room.name}</h1>${here.project ? html`<p class="bound">project ${here.project}</p>` : null}
<p id="line-state" class="line-state" role="status"></p>
<button type="button" class="icon" id="theme" aria-label="Dark theme" aria-pressed="false"><span aria-hidden="true">◐</span></button>
</header>
<div class="scroll" id="scroll" tabindex="-1">
<div class="column">
<button type="button" class="quiet older" id="older"${shell.more ? null : html` hidden`}>Show what was before</button>
${shell.messages.length > 0 ? null : welcomeHtml(shell.house, who.member, here, shell.tour)}
<ol id="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="Conversation">${shell.messages.map(
    ({ html: drawn }) => drawn,
  )}</ol>
</div>
</div>
${composerHtml(shell)}
</main>
<p id="told" class="unseen" role="status"></p>
</body>`
  return document(`${here.room.name} · Pilothouse`, shell.theme, body, { csrf: who.session.csrf, script: 'main.js' })
}

function railHtml(shell: Shell): Html {
  const { rooms, here, who, makesRooms, tour } = shell
  const items = rooms.map(
    ({ room, project }) => html`
<li><a href="/console?room=${room.id}"${room.id === here.room.id ? html` aria-current="page"` : null}><span aria-hidden="true">#</span> <span class="name">${room.name}</span>${project ? html` <small>${project}</small>` : null}</a></li>`,
  )
  return html`<nav id="rail" class="rail" aria-label="Rooms">
<p class="brand">${mark} Pilothouse</p>
<h2 id="rooms-title">Rooms</h2>
<ul aria-labelledby="rooms-title">${items}</ul>
${makesRooms ? newRoomHtml() : null}
${tour ? tourRailHtml(tour) : null}
<div class="me"><span class="who">${who.member.name}</span> <button type="button" class="quiet" id="sign-out">Sign out</button></div>
${othersHtml(shell)}
</nav>`
}

/** In a demo one person plays all: production wants a second one to say yes. */
function othersHtml({ tour, who }: Shell): Html | null {
  const others = tour?.people.filter(({ id }) => id !== who.member.id) ?? []
  if (others.length === 0) return null
  return html`<div class="others">${others.map(
    ({ id, name }) => html`<button type="button" data-stand-in="${id}">Go on as ${name}</button>`,
  )}</div>`
}

function newRoomHtml(): Html {
  return html`<details class="new-room"><summary>New room</summary>
<form id="new-room"><label for="room-name">Name</label>
<input id="room-name" name="name" type="text" maxlength="40" required autocomplete="off">
<p class="error" id="room-error" role="alert" hidden></p>
<button type="submit" data-style="primary">Make it</button></form></details>`
}

function composerHtml({ here }: Shell): Html {
  const hint = here.shared
    ? html`Answers to questions are for you alone until you share them. Changes are seen by all in this room.`
    : html`You alone see what is said here: you are in projects, and this room is for everything.`
  return html`<form id="say" class="composer" autocomplete="off">
<p class="about" id="about" aria-live="polite" hidden><span></span> <button type="button" class="quiet" aria-label="Not about it any more">×</button></p>
<label class="unseen" for="text">Ask or command</label>
<div class="combobox"><span class="prompt" aria-hidden="true">›</span>
<input id="text" name="text" type="text" role="combobox" autocomplete="off" aria-autocomplete="list" aria-expanded="false"
 aria-controls="text-list" aria-describedby="hint" placeholder="Type a command, or help" autocapitalize="off" spellcheck="false" enterkeyhint="send">
<button type="submit" data-style="primary" id="send">Send</button>
<ul role="listbox" id="text-list" aria-label="Suggestions" hidden></ul></div>
<p class="hint" id="hint">${hint}</p>
</form>`
}
