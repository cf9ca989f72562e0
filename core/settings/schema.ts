import { z } from 'zod'
import {
  address,
  admins,
  amount,
  anyText,
  list,
  masterKey,
  number,
  oneOf,
  privateKey,
  resolvers,
  secretText,
  text,
} from './kinds.ts'
import { optional, variable } from './variable.ts'

const roles = ['bot', 'worker', 'clock'] as const
const levels = ['debug', 'info', 'warn', 'error'] as const
const web = ['http:', 'https:']
const id = text('must be a number, as Discord shows it with its developer mode on', /^\d+$/)

/** Every variable that Pilothouse reads. The example file and the docs page are made from it. */
export const variables = z.object({
  DATA_DIR: variable(anyText, {
    group: 'Data',
    otherwise: './data',
    about: 'Folder of the database file, keys and generated files.',
  }),
  DATABASE_URL: optional(address(['postgres:', 'postgresql:']).pipe(secretText), {
    group: 'Data',
    otherwise: 'SQLite in `DATA_DIR`',
    about: 'PostgreSQL instead of SQLite; needs `MASTER_KEY`.',
    example: 'postgres://pilothouse:password@localhost:5432/pilothouse',
    secret: true,
  }),
  REDIS_URL: optional(address(['redis:', 'rediss:']).pipe(secretText), {
    group: 'Data',
    otherwise: 'none',
    about: 'Jobs are handed out by BullMQ on this Redis, to several machines.',
    example: 'redis://localhost:6379',
    secret: true,
    notYet: true,
  }),
  MASTER_KEY: optional(masterKey, {
    group: 'Data',
    otherwise: 'with SQLite made at the first start, in `DATA_DIR`',
    about:
      'Encrypts secrets at rest: 32 bytes in base64, from `openssl rand -base64 32`. Keep a copy: without it they are lost.',
    secret: true,
  }),

  ROLES: variable(list(oneOf(roles)), {
    group: 'Process',
    otherwise: 'bot,worker,clock',
    about: 'What this process is.',
  }),
  WORKERS: variable(number('must be a number from 1 to 256', 1, 256), {
    group: 'Process',
    otherwise: '8',
    about: 'Jobs running at once in this process.',
  }),

  HOST: variable(anyText, { group: 'Web', otherwise: '127.0.0.1', about: 'Address to listen on; `0.0.0.0` for all.' }),
  PORT: variable(number('must be a number from 0 to 65535', 0, 65535), {
    group: 'Web',
    otherwise: '3000',
    about: 'Port to listen on; 0 takes any free one.',
  }),
  PUBLIC_URL: optional(address(web), {
    group: 'Web',
    otherwise: 'derived from `HOST` and `PORT`',
    about: 'Where people reach this bot, as links in messages have it.',
    example: 'https://pilothouse.example.com',
  }),
  RATE_LIMIT: variable(number('must be a number from 0 to 1000000', 0, 1_000_000), {
    group: 'Web',
    otherwise: '100',
    about: 'Requests a second for each token and each address, with bursts of five times as many; 0 switches it off.',
  }),

  BOOTSTRAP_ADMINS: optional(admins, {
    group: 'First admins',
    otherwise: 'none',
    about: 'Accounts that are admins from the start.',
    example: 'slack:U123,discord:456',
  }),
  BOOTSTRAP_TOKEN: optional(anyText.pipe(secretText), {
    group: 'First admins',
    otherwise: 'none',
    about: 'An API token of an admin, for automation.',
    secret: true,
  }),

  SLACK_BOT_TOKEN: optional(
    text('must be the bot token, which begins with xoxb-', /^(?!xapp-|xoxp-)\S+$/).pipe(secretText),
    {
      group: 'Slack',
      otherwise: 'none: Slack is off',
      about: 'Bot token; needs `SLACK_SIGNING_SECRET` or `SLACK_APP_TOKEN`.',
      secret: true,
    },
  ),
  SLACK_SIGNING_SECRET: optional(anyText.pipe(secretText), {
    group: 'Slack',
    otherwise: 'none',
    about: 'Proves that requests come from Slack.',
    secret: true,
  }),
  SLACK_APP_TOKEN: optional(
    text('must be the app-level token, which begins with xapp-', /^(?!xox)\S+$/).pipe(secretText),
    {
      group: 'Slack',
      otherwise: 'none',
      about: 'Switches to Socket Mode, which needs no address that Slack can reach.',
      secret: true,
    },
  ),
  SLACK_API_URL: optional(address(web), { group: 'Slack', otherwise: 'Slack’s own', about: 'Where the Slack API is.' }),
  SLACK_COMMAND: variable(text('must be a slash and small letters, like /odoo', /^\/[a-z0-9_-]+$/), {
    group: 'Slack',
    otherwise: '/odoo',
    about: 'The slash command.',
  }),

  DISCORD_TOKEN: optional(anyText.pipe(secretText), {
    group: 'Discord',
    otherwise: 'none: Discord is off',
    about: 'Bot token.',
    secret: true,
  }),
  DISCORD_APPLICATION_ID: optional(id, {
    group: 'Discord',
    otherwise: 'none',
    about: 'The application whose commands are registered.',
  }),
  DISCORD_GUILD_ID: optional(id, { group: 'Discord', otherwise: 'all guilds', about: 'The one guild to serve.' }),
  DISCORD_API_URL: optional(address(web), {
    group: 'Discord',
    otherwise: 'Discord’s own',
    about: 'Where the Discord API is, without its version.',
  }),

  GITHUB_APP_ID: optional(text('must be a number, as the page of the app shows it', /^\d+$/), {
    group: 'GitHub',
    otherwise: 'none',
    about: 'GitHub App; needs `GITHUB_PRIVATE_KEY`.',
    notYet: true,
  }),
  GITHUB_PRIVATE_KEY: optional(privateKey, {
    group: 'GitHub',
    otherwise: 'none',
    about: 'Private key of the app, PEM; line ends may be written as `\\n`.',
    secret: true,
    notYet: true,
  }),
  GITHUB_WEBHOOK_SECRET: optional(anyText.pipe(secretText), {
    group: 'GitHub',
    otherwise: 'none',
    about: 'Proves that webhooks come from GitHub.',
    secret: true,
    notYet: true,
  }),
  GITHUB_API_URL: optional(address(web), {
    group: 'GitHub',
    otherwise: 'GitHub’s own',
    about: 'Where the GitHub API is.',
    notYet: true,
  }),

  LOG_LEVEL: variable(oneOf(levels), {
    group: 'Log',
    otherwise: 'info',
    about: 'The least that is logged: debug, info, warn or error.',
  }),
  LOG_RETENTION_DAYS: optional(number('must be a number from 1 to 36500', 1, 36_500), {
    group: 'Log',
    otherwise: 'unlimited',
    about: 'How long the lines of jobs are kept. Older ones are forgotten daily at 03:00 UTC.',
    example: '90',
  }),

  PRACTICE_SPEED: variable(amount('must be a number above 0'), {
    group: 'Practice and lookups',
    otherwise: '10',
    about: 'How many times faster than a real one a practice server works; 1 is real time.',
  }),
  DNS_SERVERS: optional(resolvers, {
    group: 'Practice and lookups',
    otherwise: 'the system’s',
    about: 'Resolvers that the verification of domains asks.',
    example: '127.0.0.1:5353',
  }),
})

export type Values = z.output<typeof variables>
