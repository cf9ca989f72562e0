#!/usr/bin/env node
import { startCommand } from './start/start.command.ts'

/** What a person types in a shell. Each command is a file of its own and says with which code the process ends. */
const commands: Record<string, (words: readonly string[]) => Promise<number>> = {
  start: startCommand,
}

const [name = 'help', ...words] = process.argv.slice(2)
const command = commands[name]
if (command) process.exitCode = await command(words)
else {
  process.stderr.write(`pilothouse: there is no command “${name}”; there are ${Object.keys(commands).join(', ')}\n`)
  process.exitCode = 64
}
