#!/usr/bin/env node
import { type Command, exitCodes } from './command-line/command.ts'

/**
 * What a person types in a shell. Each command is a file of its own and says with which code the process ends; it is
 * loaded only when it is wanted, so that a question is not kept waiting by a database driver.
 */
const commands: Record<string, { about: string; load(): Promise<Command> }> = {
  start: {
    about: 'run the bot with the settings of the environment and of .env',
    load: async () => (await import('./start/start.command.ts')).startCommand,
  },
  demo: {
    about: 'run it with a sample project and print a link that signs in',
    load: async () => (await import('./start/demo.command.ts')).demoCommand,
  },
  migrate: {
    about: 'bring the store up to date and leave',
    load: async () => (await import('./start/migrate.ts')).migrateCommand,
  },
  ask: {
    about: 'ask a running bot what a person would type: ask "server check box1"',
    load: async () => (await import('./command-line/ask.ts')).askCommand,
  },
  signin: {
    about: 'print a one-time link to the page, on the machine of the bot: signin [--member name]',
    load: async () => (await import('./start/signin.command.ts')).signinCommand,
  },
}

const [given = 'help', ...words] = process.argv.slice(2)
const name = ['-h', '--help'].includes(given) ? 'help' : given
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) process.exitCode = await (await command.load())(words)
else if (name === 'help') process.stdout.write(help())
else {
  process.stderr.write(`pilothouse: there is no command “${given}”.\n\n${help()}`)
  process.exitCode = exitCodes.usage
}

function help(): string {
  const lines = Object.entries(commands).map(([one, { about }]) => `  pilothouse ${one.padEnd(8)} ${about}`)
  return ['Usage:', ...lines, '', 'docs/command-line.md says more.', ''].join('\n')
}
