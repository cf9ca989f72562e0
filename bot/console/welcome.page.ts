import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { type Html, html } from './render/html.ts'
import type { SeenRoom } from './rooms.ts'
import type { Tour } from './tour.ts'

interface Start {
  label: string
  about: string
  operation: string
  form: boolean
}

const starts: readonly Start[] = [
  { label: 'What runs where', about: 'Projects, servers and what waits for you', operation: 'overview', form: false },
  { label: 'Connect a server', about: 'By SSH, with a key of mine', operation: 'server.add', form: true },
  {
    label: 'Create a project',
    about: 'Code, domains and versions in four steps',
    operation: 'project.create',
    form: true,
  },
  { label: 'What can I ask?', about: 'Eight things that matter here and now', operation: 'help', form: false },
  { label: 'See my public key', about: 'For authorized_keys on your servers', operation: 'server.key', form: false },
  { label: 'Who did what', about: 'The audit, the newest first', operation: 'audit.list', form: false },
]

/** An empty room says what one can do here. */
export function welcomeHtml(house: House, member: Member, here: SeenRoom, tour: Tour | null): Html {
  const said = tour
    ? html`<p>This is a demo: <strong>acme</strong> is a sample project, and nothing here is real. Three things to try:</p>`
    : html`<p>This room is <strong>${here.room.name}</strong>. Type what you want below, as you would in Slack, or begin here:</p>`
  return html`<section id="welcome" class="welcome" aria-labelledby="welcome-title">
<h2 id="welcome-title">Hello ${member.name}</h2>
${said}
<ul class="starts">${tour ? tourHtml(tour) : startsHtml(house)}</ul></section>`
}

function startsHtml(house: House): Html[] {
  const there = starts.filter(({ operation }) => house.operations.find(operation)).slice(0, 3)
  return there.map(
    ({ label, about, operation, form }) => html`
<li><button type="button" data-operation="${operation}" data-arguments="{}"${form ? html` data-form="true"` : null}><strong>${label}</strong><span>${about}</span></button></li>`,
  )
}

function tourHtml({ steps }: Tour): Html[] {
  return steps.map(
    ({ label, about }, at) => html`
<li><button type="button" data-step="${at}"><strong>${label}</strong><span>${about}</span></button></li>`,
  )
}

/** Beside the rooms it stays, also when the room is empty no more. */
export function tourRailHtml(tour: Tour): Html {
  return html`<h2 id="tour-title">To try</h2>
<ul class="tour" aria-labelledby="tour-title">${tour.steps.map(
    ({ label, about }, at) =>
      html`<li><button type="button" class="quiet" title="${about}" data-step="${at}">${label}</button></li>`,
  )}</ul>`
}
