import { describe, expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

const nowhere = '--host 127.0.0.1 --port 1'

onEachSurface('asking', (team) => {
  test('a change is told to everybody there, and what is read to its asker alone, until it is shared', async () => {
    const { ada, eve } = team()
    await ada.asks(`server add box2 ${nowhere}`, /root@127\.0\.0\.1:1/)
    await eve.sees(/root@127\.0\.0\.1:1/)
    const shown = await ada.asks('server key', /ssh-ed25519/)
    expect((await eve.seen()).filter(({ text }) => text.includes('ssh-ed25519'))).toEqual([])
    await ada.presses(shown, 'Share')
    await eve.sees(/ssh-ed25519/)
  })

  test('an error says its code, what happened and what to do, with a button that does it', async () => {
    const { ada } = team()
    const refused = await ada.asks('server show nobody-has-this', /not_found/)
    expect(refused.text).toContain('There is no server called “nobody-has-this” that you may see')
    await ada.presses(refused, 'Server list')
    await ada.told(/box1/)
  })

  test('a misspelt line offers what was meant', async () => {
    const { ada } = team()
    await ada.presses(await ada.asks('sever key', /sever key/), 'server key')
    await ada.told(/ssh-ed25519/)
  })

  test('what people type shows as exactly that', async () => {
    const nasty = '*x* <!channel> @everyone </script> `y` _z_ [a](b)'
    const answer = await team().ada.asks(nasty, /I do not know/)
    expect(answer.text).toContain(`I do not know “${nasty}”`)
  })

  test('what fits several is asked for, and nothing is done', async () => {
    const { ada } = team()
    const asked = await ada.asks('deploy acme', /ambiguous/)
    for (const one of ['acme/production/v19', 'acme/staging/v19']) expect(asked.text).toContain(one)
  })

  test('in a bound channel a question needs no name; elsewhere it is asked for', async () => {
    const { ada } = team()
    await ada.asks('project show', /https:\/\/git\.example\/acme\.git/)
    const elsewhere = await ada.elsewhere()
    await elsewhere.says('project show')
    expect(Object.keys((await elsewhere.form()).fields)).toEqual(['Project'])
    await elsewhere.fills({ Project: 'acme' })
    await elsewhere.told(/https:\/\/git\.example\/acme\.git/)
  })

  test('what is typed is completed from what may be seen', async () => {
    const { ada } = team()
    await expect.poll(() => ada.offered('project archive', 'project', 'ac')).toContain('acme')
  })

  test('tables have pages that whoever reads turns', async () => {
    const { ada } = team()
    const first = await ada.asks('audit list', /Audit/)
    await ada.presses(first, /^(More ›|Older)$/)
    const second = await ada.told(/Audit|\d/)
    expect(second.text).not.toContain(first.text.split('\n').slice(1, 4).join('\n'))
  })

  describe('filling in a form', () => {
    test('says at once what is wrong, and keeps what was typed back and forth', async () => {
      const { ada } = team()
      await ada.says('server add')
      expect((await ada.form()).title).toMatch(/1 of 2/)
      const wrong = await ada.sends({ Name: 'form1', Host: 'not a host!', 'SSH port': '1' })
      expect(wrong).toMatchObject({ is: 'wrong', text: expect.stringContaining('Host: ') })
      expect((await ada.form()).fields).toMatchObject({ Name: 'form1', 'SSH port': '1', User: 'root' })
      expect(await ada.sends({ Host: '127.0.0.1', User: 'deploy' })).toEqual({ is: 'next' })
      await ada.goesBack()
      const again = await ada.form(({ title }) => title.includes('1 of 2'))
      expect(again.fields).toMatchObject({ Name: 'form1', Host: '127.0.0.1', User: 'deploy' })
      await ada.fills({ User: 'odoo' })
      await ada.told(/odoo@127\.0\.0\.1:1/)
    })

    test('stays open for what only the operation knows, and is taken when it is corrected', async () => {
      const { ada } = team()
      await ada.asks(`server add there ${nowhere}`, /root@127\.0\.0\.1:1/)
      await ada.says('server add')
      await ada.sends({ Name: 'there', Host: '127.0.0.1', 'SSH port': '1' })
      expect(await ada.sends()).toMatchObject({ is: 'wrong', text: expect.stringContaining('already') })
      // Slack shows it in the window that is open, the others at its field.
      if (!('Name' in (await ada.form()).fields)) await ada.goesBack()
      await ada.fills({ Name: 'corrected' })
      await ada.told(/corrected/)
    })

    test('a wizard of many pages asks for nothing that is not needed', async () => {
      const { ada } = team()
      await ada.says('project create')
      expect((await ada.form()).title).toMatch(/1 of \d/)
      await ada.fills({ Name: 'wizard', Repository: 'https://git.example/wizard.git' })
      await ada.told(/https:\/\/git\.example\/wizard\.git/)
    })

    test('begins with what stands now', async () => {
      const { ada } = team()
      await ada.asks('instance size acme/staging --cpu 6', /6 cores/)
      await ada.presses(await ada.asks('instance show acme/staging', /acme\/staging\/v19/), 'Size')
      await ada.form(({ fields }) => fields['CPU'] === '6')
      await ada.fills({ CPU: '2' })
      await ada.told(/2 cores/)
    })

    test('asks for the name of what is destroyed', async () => {
      const { ada } = team()
      await ada.asks('project create gone', /gone/)
      await ada.says('project delete gone')
      const [field = ''] = Object.keys((await ada.form()).fields)
      expect(await ada.sends({ [field]: 'gome' })).toMatchObject({ is: 'wrong' })
      await ada.asks('project show gone', /active/)
      await ada.asks('project delete gone --confirm gone', /deleted|gone/)
      await ada.asks('project show gone', /not_found/)
    })

    test('asks once more where a yes is enough', async () => {
      const { ada } = team()
      await ada.asks('version set 18.0 --image odoo:18.0', /18\.0/)
      await ada.presses(await ada.asks('version remove 18.0', /cannot be undone/), 'Yes, do it')
      await ada.told(/18\.0[\s\S]*taken out/)
      await ada.asks('version list', /Known, without an image of your own: .*18\.0/)
    })
  })
})
