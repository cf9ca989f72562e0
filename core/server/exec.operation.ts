import { z } from 'zod'
import { maskedText } from '../audit/masked.rule.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { refuseUntrusted } from './address.ts'
import { type Execution, longestSeconds } from './exec.pipeline.ts'

export const serverExec = operation({
  id: 'server.exec',
  summary: 'Run a command on a server; what it says comes into the thread',
  examples: ['server exec box1 "df -h"', 'server exec box1 "docker ps | head" --timeout 60'],
  intro: 'It runs as the user that I am there. It is kept in the audit log with what you type: no secret belongs here.',
  arguments: {
    server: serverArgument,
    command: argument(z.string().trim().min(1).max(4000), {
      label: 'Command',
      help: 'One line for the shell there, in quotes',
      positional: true,
      rest: true,
      long: true,
    }),
    timeout: argument(z.coerce.number().int().min(1).max(longestSeconds).default(60), {
      label: 'Timeout',
      help: 'Seconds; it is ended then',
    }),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  plan(_asking, { command, timeout }, { row }) {
    // A practice server says that there is no machine: nothing pretends to have run.
    refuseUntrusted(row)
    const input: Execution = { command, seconds: timeout }
    return Promise.resolve({
      lines: [`Run on ${row.name} as ${row.user}, for at most ${timeout} s: ${maskedText(command)}`],
      pipeline: 'server.exec',
      input,
      holds: [],
    })
  },
})
