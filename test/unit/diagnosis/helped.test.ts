import { expect, test } from 'vitest'
import { errorCard } from '../../../bot/conversation/error.card.ts'
import { faultBody } from '../../../bot/http/faults.ts'
import { helped } from '../../../core/diagnosis/helped.ts'
import { Fault } from '../../../core/error.ts'

const named = { server: 'box1', instance: 'acme/staging/v19', project: 'acme' }

function refused(error: Fault): Fault {
  const fault = helped(error, named)
  if (!(fault instanceof Fault)) throw new Error('it is no fault any more')
  return fault
}

const why = 'x509: certificate has expired or is not yet valid: current time 2026-11-23 is before 2027-11-23'
const future = () => new Fault('registry_unreachable', { registry: 'registry.example', server: 'box1', why })

test('what was refused says what it is called and what may have caused it, wherever it is shown', () => {
  const fault = refused(future())
  const named = 'The clock of the server is wrong. Perhaps: Nothing sets the clock of the server.'
  expect(fault.told().message).toBe(`${future().message} ${named}`)
  expect(faultBody(fault).error['message']).toContain(named)
  const { title, lines, actions } = errorCard(fault)
  expect(title).toBe(future().message)
  expect(lines).toEqual([
    { text: [{ bold: 'The clock of the server is wrong' }, '. Perhaps: Nothing sets the clock of the server'] },
    { text: fault.told().remedy },
  ])
  expect(actions).toMatchObject([{ operation: 'server.check', arguments: { server: 'box1' } }])
})

test('what nobody knows is said as it is', () => {
  const fault = new Fault('state_forbids', { why: 'It is no day for it.', next: 'Ask tomorrow.' })
  expect(helped(fault, named)).toBe(fault)
  expect(errorCard(fault).lines).toHaveLength(1)
})
