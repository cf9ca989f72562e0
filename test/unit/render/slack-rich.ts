import type { Faults } from './slack-faults.ts'

const groups = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']

export function checkRichText(value: unknown, path: string, faults: Faults): void {
  for (const [at, one] of faults.list(value, path, 1, 1000).entries()) {
    const group = faults.object(one, `${path}[${at}]`)
    const type = String(group?.['type'])
    if (!group || !groups.includes(type)) {
      faults.note(`${path}[${at}]`, `${type} is not taken in rich text`)
      continue
    }
    const inner = `${path}[${at}].elements`
    const elements = faults.list(group['elements'], inner, 1, 1000)
    if (type === 'rich_text_list') {
      if (group['style'] !== 'bullet' && group['style'] !== 'ordered') faults.note(inner, 'is a list without style')
      elements.forEach((item, place) => {
        const section = faults.object(item, `${inner}[${place}]`)
        if (section?.['type'] !== 'rich_text_section') faults.note(`${inner}[${place}]`, 'is no section')
        checkInline(section?.['elements'], `${inner}[${place}].elements`, false, faults)
      })
    } else checkInline(elements, inner, type === 'rich_text_preformatted', faults)
  }
}

function checkInline(value: unknown, path: string, preformatted: boolean, faults: Faults): void {
  faults.list(value, path, 1, 1000).forEach((one, at) => {
    const here = `${path}[${at}]`
    const element = faults.object(one, here)
    if (!element) return
    if (preformatted && element['style'] !== undefined) faults.note(here, 'is styled in preformatted text')
    switch (element['type']) {
      case 'text':
        if (typeof element['text'] !== 'string' || element['text'] === '') faults.note(here, 'is empty')
        else if (/\p{Surrogate}/u.test(element['text'])) faults.note(here, 'has half a character')
        return
      case 'link':
        faults.address(element['url'], `${here}.url`)
        if (element['text'] !== undefined) faults.text(element['text'], `${here}.text`, 1, 3000)
        return
      case 'date':
        if (preformatted) faults.note(here, 'is a date in preformatted text')
        if (!Number.isInteger(element['timestamp'])) faults.note(here, 'has no whole timestamp')
        faults.text(element['format'], `${here}.format`, 1, 255)
        return
      case 'user':
        if (!/^[UW][A-Z0-9]+$/.test(String(element['user_id']))) faults.note(here, 'names no user')
        return
      default:
        faults.note(here, `${String(element['type'])} is not taken, or pings more than one person`)
    }
  })
}
