import { Fault } from '../error.ts'
import { isTimeZone } from '../member/quiet.rule.ts'
import { readMoment } from '../schedule/moment.rule.ts'
import type { FreezeWindow } from './freeze.ts'
import { isWeekday } from './window.rule.ts'

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/

interface Given {
  from?: string | undefined
  to: string
  weekly?: readonly string[] | undefined
}

/** What was typed, as a window; refused with the field that is wrong. */
export function windowFrom({ from, to, weekly }: Given, zone: string, now: number): FreezeWindow {
  if (!isTimeZone(zone)) throw wrong('zone', 'is a time zone like Europe/Berlin')
  if (weekly && weekly.length > 0) {
    const days = weekly.map((day) => day.trim().toLowerCase().slice(0, 3)).filter(isWeekday)
    if (days.length < weekly.length) throw wrong('weekly', 'is a list of days like fri,sat,sun')
    const start = clockTime('from', from ?? '00:00')
    return { weekly: { days: [...new Set(days)], from: start, to: clockTime('to', to) } }
  }
  const begins = from === undefined || /^now$/i.test(from) ? now : moment('from', from, zone, now)
  const ends = moment('to', to, zone, now)
  if (ends <= begins) throw wrong('to', 'is before it begins')
  return { once: { from: begins, to: ends } }
}

/** Midnight at the end of a day is the beginning of the next. */
function clockTime(field: string, text: string): string {
  const padded = text === '24:00' ? '00:00' : text.padStart(5, '0')
  if (!clock.test(padded)) throw wrong(field, 'is a time like 16:00 where it comes every week')
  return padded
}

function moment(field: string, text: string, zone: string, now: number): number {
  const read = readMoment(text, now, zone)
  if ('wrong' in read) throw wrong(field, read.wrong)
  return read.at
}

function wrong(field: string, why: string): Fault {
  return new Fault('invalid_arguments', { operation: 'freeze add', field, why })
}
