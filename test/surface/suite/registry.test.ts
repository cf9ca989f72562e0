import { expect, test } from 'vitest'
import { Api, type Json } from '../api.ts'
import { changes } from '../changes.ts'
import type { Person } from './person.ts'
import { onEachSurface } from './surfaces.ts'
import { fast } from './team.ts'

const token = 'the-token-of-the-test'

onEachSurface(
  'everything that can be asked for',
  (team) => {
    test('is known by its name, and asks for what it lacks or answers', async () => {
      const { eve, bot } = team()
      const operations = await described(new Api(bot.url, token))
      expect(operations.length).toBeGreaterThan(80)
      for (const { words, required } of operations) {
        const came = await tried(eve, words)
        if (came === 'held') expect(required, words).not.toEqual([])
        else if (typeof came === 'object') expect(Object.keys(came.fields).length, words).toBeGreaterThan(0)
        else {
          expect(came, words).toMatch(/\w/)
          expect(came, words).not.toMatch(/unknown_operation|internal|I do not know/)
        }
      }
    })

    test('is refused to whoever may not, with a reason', async () => {
      const { eve } = team()
      for (const [id, given] of Object.entries(changes)) {
        const came = await tried(eve, lineOf(id, given))
        // A secret is asked for before anything else.
        if (typeof came === 'object') expect(Object.keys(given).join(), id).toMatch(/token|secret/)
        else expect(came, id).toMatch(anyRefusal)
      }
    })
  },
  { ...fast, BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0' },
)

const anyRefusal =
  /not_allowed|not_found|not_bound|state_forbids|person_needed|missing_arguments|unconfirmed|cannot be undone|own_request|secret_in_text/

/** The page of a form, the words of an answer; `held` where Discord itself wants more before it sends anything. */
async function tried(person: Person, line: string): Promise<string | { fields: object }> {
  try {
    const came = await person.tries(line)
    if ('answer' in came) return came.answer.text
    await person.dismisses()
    return came.form
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Discord holds back')) return 'held'
    throw error
  }
}

interface Described {
  words: string
  required: readonly string[]
}

async function described(api: Api): Promise<Described[]> {
  const { paths } = (await api.get('/api/v1/openapi.json')).body
  return Object.entries<Json>(paths).flatMap(([path, about]) => {
    const id = path.split('/operations/')[1]
    const schema = about.post?.requestBody?.content['application/json'].schema
    return id === undefined ? [] : [{ words: id.replaceAll('.', ' '), required: schema?.required ?? [] }]
  })
}

/** What somebody would type; secrets are no text. */
function lineOf(id: string, given: Readonly<Record<string, unknown>>): string {
  const typed = Object.entries(given).filter(([name]) => name !== 'token' && name !== 'secret')
  const flags = typed.map(([name, value]) => `--${name.replaceAll('_', '-')} "${String(value)}"`)
  return [id.replaceAll('.', ' '), ...flags].join(' ')
}
