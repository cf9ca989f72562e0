import { change } from '../../core/event/change.ts'
import type { House } from '../../core/house.ts'
import type { Setting } from '../../core/platform/setting.ts'
import { due, type Turns } from './due.rule.ts'
import type { Tick, TickSettings } from './tick.ts'

/** What is stored of a tick: the turn that was run last, and until when somebody is at the next one. */
interface Kept {
  turn: number | null
  busyUntil: number | null
}

/** So long a run may take before another process believes it lost. */
const busyMs = 10 * 60_000
/** After a failure, before it is tried again. */
const againMs = 60_000

/** Runs what is due, one after the other. Each turn is run by one process alone. */
export async function runDue(house: House, ticks: readonly Tick[], settings: TickSettings): Promise<void> {
  for (const tick of ticks) {
    try {
      if (tick.turns === 'each look') await tick.work(house, settings)
      else await runTurn(house, tick, tick.turns, settings)
    } catch (error) {
      house.log.error({ error, tick: tick.name }, 'a tick failed')
    }
  }
}

async function runTurn(house: House, tick: Tick, turns: Turns, settings: TickSettings): Promise<void> {
  const before = keptIn(await house.store.reading.setting.one({ name: nameOf(tick) }))
  // Most looks end here, and write nothing.
  if (due(turns, tick.missed, before.turn, house.clock.now()).what === 'wait') return
  const turn = await begun(house, tick, turns)
  if (turn === null) return
  try {
    await tick.work(house, settings)
    await keep(house, tick, { turn, busyUntil: null })
  } catch (error) {
    await keep(house, tick, { turn: before.turn, busyUntil: house.clock.now() + againMs })
    throw error
  }
}

/** Changes go one after the other, so one process alone finds it free. Null where it is not ours to run. */
function begun(house: House, tick: Tick, turns: Turns): Promise<number | null> {
  return change(house, async (rows) => {
    const row = await rows.setting.one({ name: nameOf(tick) })
    const kept = keptIn(row)
    const now = house.clock.now()
    const is = due(turns, tick.missed, kept.turn, now)
    if (is.what === 'wait' || isBusy(kept, now)) return null
    const value = is.what === 'skip' ? { turn: is.turn, busyUntil: null } : { ...kept, busyUntil: now + busyMs }
    if (row) await rows.setting.update({ name: row.name }, { value })
    else await rows.setting.insert({ name: nameOf(tick), value })
    return is.what === 'skip' ? null : is.turn
  })
}

/** Nobody is at it for longer: the clock was wrong when that was written. */
function isBusy({ busyUntil }: Kept, now: number): boolean {
  return busyUntil !== null && busyUntil > now && busyUntil <= now + busyMs
}

function keep(house: House, tick: Tick, value: Kept): Promise<number> {
  return house.store.write((rows) => rows.setting.update({ name: nameOf(tick) }, { value }))
}

function nameOf({ name }: Tick): string {
  return `tick.${name}`
}

function keptIn(row: Setting | null): Kept {
  const value = row?.value
  if (typeof value !== 'object' || value === null) return { turn: null, busyUntil: null }
  return { turn: numberIn(value, 'turn'), busyUntil: numberIn(value, 'busyUntil') }
}

function numberIn(value: object, name: keyof Kept): number | null {
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof found === 'number' ? found : null
}
