import { expect, test } from 'vitest'
import { lastEnd } from '../../../adapters/database/last-end.rule.ts'

const ready = '2026-11-22 09:19:26.912 UTC [1] LOG:  database system is ready to accept connections'
const panic =
  '2026-11-22 09:19:36.295 UTC [186] PANIC:  could not write to file "pg_wal/xlogtemp.186": No space left on device'
const again = [
  '2026-11-22 09:19:36.804 UTC [195] LOG:  redo done at 0/1FA1AB0',
  '2026-11-22 09:19:36.807 UTC [195] FATAL:  could not write to file "pg_wal/xlogtemp.195": No space left on device',
  '2026-11-22 09:19:36.819 UTC [1] LOG:  database system is shut down',
]
const stopped = '2026-11-22 09:40:00.000 UTC [1] LOG:  received fast shutdown request'
const killed = '2026-11-22 09:50:00.000 UTC [1] LOG:  server process (PID 186) was terminated by signal 9: Killed'
const error = '2026-11-22 09:19:36.295 UTC [186] ERROR:  could not extend file "base/1/2": No space left on device'
const full = '2026-11-22 09:19:36.2 UTC [1] FATAL:  could not write lock file "postmaster.pid": No space left on device'

test.each([
  ['it ended and does not come back', [ready, panic, ...again, ...again], true],
  ['it does not come back for longer than the log goes back', again, true],
  ['it does not even begin', [full], true],
  ['it came back a moment ago', [ready, panic, ...again, ready], true],
  ['it came back, was stopped by somebody, and could not begin again', [ready, stopped, full], true],
  ['it came back and was stopped by somebody since', [ready, panic, ready, stopped, ready], false],
  ['it came back and was killed since', [ready, panic, ready, killed, ready], false],
  ['it ended of something else', [ready, killed, ready], false],
  ['one statement had no room, and it went on', [ready, error], false],
  ['it says nothing', [''], false],
])('%s', (_name, lines, is) => {
  expect(lastEnd(lines.join('\n'))?.forRoom ?? false).toBe(is)
})

const began = '2026-11-22 10:00:00.000 UTC [1] LOG:  starting PostgreSQL 15.18'
const library = '2026-11-22 10:00:00.100 UTC [1] FATAL:  could not access file "pg_cron": No such file or directory'
const gone = '2026-11-22 10:00:00.100 UTC [1] LOG:  database system is shut down'
const broken = [
  '2026-11-22 10:00:00.100 UTC [23] FATAL:  could not open file "base/1/2": Permission denied',
  '2026-11-22 10:00:00.110 UTC [1] LOG:  startup process (PID 23) exited with exit code 1',
]
const sentAway = '2026-11-22 10:00:00.100 UTC [36] FATAL:  the database system is starting up'
const noRole = '2026-11-22 09:19:27.138 UTC [96] FATAL:  role "root" does not exist'

test.each([
  [
    'the server itself',
    [ready, stopped, began, library, gone, began, library, gone],
    /^could not access file "pg_cron"/,
  ],
  [
    'what starts it up',
    [began, sentAway, ...broken, began, sentAway],
    /^could not open file "base\/1\/2": Permission denied$/,
  ],
])('why it ended says %s', (_name, lines, why) => {
  expect(lastEnd(lines.join('\n'))).toEqual({ why: expect.stringMatching(why), forRoom: false })
})

test('somebody who is sent away is no end of it', () => {
  expect(lastEnd([ready, noRole, sentAway].join('\n'))).toBeNull()
})
