import { found } from './found.ts'
import { showAll } from './log.ts'
import { room } from './room.ts'
import { fromBot, type Sent } from './send.ts'

const state = found('#line-state', HTMLElement)
const hiddenForMs = 60_000
const againMs = 5000

let since = document.body.dataset['now'] ?? '0'
let source: EventSource | null = null
let timer = 0

/** What others say and how jobs go, as it happens. */
export function follow(): void {
  open()
  // A browser keeps few lines to one place: a page that nobody looks at lets go of its own.
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(close, hiddenForMs)
    else if (!source) open()
  })
}

function open(): void {
  source = new EventSource(`/console/stream?${new URLSearchParams({ room, since })}`)
  source.addEventListener('open', () => told(''))
  source.addEventListener('message', (event: MessageEvent<string>) => {
    since = event.lastEventId
    showAll(fromBot<Sent>(event.data).messages)
  })
  source.addEventListener('error', () => {
    told('Reconnecting …')
    if (source?.readyState === EventSource.CLOSED) void lost()
  })
}

function close(): void {
  source?.close()
  source = null
}

/** The bot said no, so the browser does not try again by itself: signed out, or not yet up again. */
async function lost(): Promise<void> {
  close()
  const door = await fetch('/console/door').catch(() => null)
  if (door?.status === 401) return location.reload()
  timer = setTimeout(open, againMs)
}

function told(text: string): void {
  if (state.textContent !== text) state.textContent = text
}
