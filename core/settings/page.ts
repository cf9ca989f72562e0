import { variables } from './schema.ts'
import { factsOf, groups, type VariableFacts } from './variable.ts'

type Named = VariableFacts & { name: string }

const all: Named[] = Object.entries(variables.shape).map(([name, type]) => ({ name, ...factsOf(type) }))
const inOrder = groups.map((group) => ({ group, members: all.filter((one) => one.group === group) }))

/** `docs/settings.md` */
export function settingsPage(): string {
  const chapters = inOrder.map(({ group, members }) =>
    [`## ${group}`, '', '| variable | default | meaning |', '|---|---|---|', ...members.map(row), ''].join('\n'),
  )
  return [...introduction, ...chapters].join('\n')
}

function row({ name, otherwise, inWords, about, secret, notYet }: Named): string {
  const standard = inWords ? otherwise : `\`${otherwise}\``
  return `| \`${name}\` | ${standard} | ${about}${notYet ? ` ${stillToCome}` : ''}${secret ? ' *Secret.*' : ''} |`
}

/** `.env.example`: everything commented out, so that a copy changes nothing until something is filled in. */
export function exampleFile(): string {
  const chapters = inOrder.flatMap(({ group, members }) => ['', `# ${group}`, ...members.flatMap(entry)])
  return [...preface, ...chapters, ''].join('\n')
}

function entry({ name, otherwise, inWords, about, example, notYet }: Named): string[] {
  const plain = (words: string) => words.replaceAll('`', '')
  const standard = inWords && otherwise !== 'none' ? [`# Default: ${plain(otherwise)}.`] : []
  return [
    '',
    `# ${plain(about)}${notYet ? ` ${stillToCome}` : ''}`,
    ...standard,
    `#${name}=${example ?? (inWords ? '' : otherwise)}`,
  ]
}

const stillToCome = 'Not built in yet: it has no effect.'

const preface = [
  '# Copy this file to .env and fill in what you need; without any of it Pilothouse starts with SQLite and its own page.',
  '# The environment beats this file. Every secret may come as a file instead: SLACK_BOT_TOKEN_FILE=/run/secrets/slack.',
]

const introduction = [
  '# Settings',
  '',
  'All of them are optional: without any, Pilothouse keeps its data in `./data` and serves its own page.',
  'They are read from the environment and from `.env` in the working folder; the environment beats `.env`, and `.env`',
  'beats what is stored. An empty value counts as not set.',
  '',
  'Every variable marked *Secret* may come as a file: `SLACK_BOT_TOKEN_FILE=/run/secrets/slack`. Both at once is an',
  'error. Wrong settings are reported together, and the process ends with exit code 78.',
  '',
  'This page is made from `core/settings/schema.ts` by `WRITE_DOCS=1 npm run check:docs`.',
  '',
]
