import type { Problem } from './wrong.ts'

type Given = (name: string) => boolean

/** What one variable asks of another. Looks only at which are given: values are judged one by one. */
export function disagreements(given: Given): Problem[] {
  return needs
    .filter(({ variable, any }) => given(variable) && !any.some(given))
    .map(({ variable, any, why, remedy }) => ({
      variable: any.join(' or '),
      problem: `is missing, and ${variable} is set`,
      remedy: `${why}: ${remedy}.`,
    }))
}

const needs = [
  {
    variable: 'DATABASE_URL',
    any: ['MASTER_KEY'],
    why: 'Every process on one PostgreSQL needs the same key, so none is made here',
    remedy: 'make one with `openssl rand -base64 32`',
  },
  {
    variable: 'SLACK_BOT_TOKEN',
    any: ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'],
    why: 'Slack reaches the bot by signed requests or by Socket Mode',
    remedy: 'copy the signing secret or an app-level token from the page of your Slack app',
  },
  {
    variable: 'SLACK_SIGNING_SECRET',
    any: ['SLACK_BOT_TOKEN'],
    why: 'Without it the bot cannot answer',
    remedy: 'install the Slack app and copy its bot token, or unset the signing secret',
  },
  {
    variable: 'SLACK_APP_TOKEN',
    any: ['SLACK_BOT_TOKEN'],
    why: 'Without it the bot cannot answer',
    remedy: 'install the Slack app and copy its bot token, or unset the app token',
  },
  {
    variable: 'GITHUB_APP_ID',
    any: ['GITHUB_PRIVATE_KEY'],
    why: 'The app signs in with it',
    remedy: 'make a private key on the page of the GitHub App',
  },
  {
    variable: 'GITHUB_PRIVATE_KEY',
    any: ['GITHUB_APP_ID'],
    why: 'The key is of an app',
    remedy: 'copy the App ID from the page of the GitHub App',
  },
]
