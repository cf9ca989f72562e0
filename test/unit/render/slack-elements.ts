import { type Faults, isObject, type Json } from './slack-faults.ts'

const inputs = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'checkboxes',
  'radio_buttons',
]
const pressed = [
  'button',
  'overflow',
  'static_select',
  'multi_static_select',
  'external_select',
  'checkboxes',
  'radio_buttons',
]

export type Where = 'actions' | 'input' | 'accessory'

export function checkElement(value: unknown, path: string, where: Where, faults: Faults): void {
  const element = faults.object(value, path)
  if (!element) return
  const type = String(element['type'])
  const taken = where === 'input' ? inputs : where === 'actions' ? pressed : [...pressed, 'image']
  if (!taken.includes(type)) faults.note(path, `${type} is not taken in ${where}`)
  faults.optionalText(element['action_id'], `${path}.action_id`, 255)
  faults.optionalTextObject(element['placeholder'], `${path}.placeholder`, 150)
  if (element['confirm'] !== undefined) checkConfirm(element['confirm'], `${path}.confirm`, faults)
  if (type === 'button') checkButton(element, path, faults)
  if (type === 'plain_text_input') checkTextInput(element, path, faults)
  if (type === 'number_input') checkNumberInput(element, path, faults)
  if (type.endsWith('_select')) checkSelect(type, element, path, faults)
  if (type === 'checkboxes' || type === 'radio_buttons') checkChecks(element, path, faults)
  if (type === 'overflow') options(element['options'], `${path}.options`, 1, 5, faults)
}

function checkButton(button: Json, path: string, faults: Faults): void {
  faults.textObject(button['text'], `${path}.text`, 75)
  if (button['value'] !== undefined) faults.text(button['value'], `${path}.value`, 0, 2000)
  if (button['url'] !== undefined) faults.address(button['url'], `${path}.url`)
  if (button['style'] !== undefined && button['style'] !== 'primary' && button['style'] !== 'danger')
    faults.note(`${path}.style`, 'is neither primary nor danger')
  faults.optionalText(button['accessibility_label'], `${path}.accessibility_label`, 75)
}

function checkConfirm(value: unknown, path: string, faults: Faults): void {
  const confirm = faults.object(value, path)
  if (!confirm) return
  faults.optionalTextObject(confirm['title'], `${path}.title`, 100)
  faults.textObject(confirm['text'], `${path}.text`, 300, true)
  faults.optionalTextObject(confirm['confirm'], `${path}.confirm`, 30)
  faults.optionalTextObject(confirm['deny'], `${path}.deny`, 30)
}

function checkTextInput(input: Json, path: string, faults: Faults): void {
  faults.optionalText(input['initial_value'], `${path}.initial_value`, 3000)
}

function checkNumberInput(input: Json, path: string, faults: Faults): void {
  if (typeof input['is_decimal_allowed'] !== 'boolean') faults.note(path, 'does not say is_decimal_allowed')
  faults.optionalText(input['initial_value'], `${path}.initial_value`, 255)
}

function checkSelect(type: string, select: Json, path: string, faults: Faults): void {
  const known = new Set<string>()
  if (type.includes('static')) {
    const groups = select['option_groups']
    if ((select['options'] === undefined) === (groups === undefined))
      faults.note(path, 'needs either options or groups')
    if (select['options'] !== undefined) options(select['options'], `${path}.options`, 1, 100, faults, known)
    if (groups !== undefined)
      faults.list(groups, `${path}.option_groups`, 1, 100).forEach((value, at) => {
        const group = faults.object(value, `${path}.option_groups[${at}]`)
        if (!group) return
        faults.textObject(group['label'], `${path}.option_groups[${at}].label`, 75)
        options(group['options'], `${path}.option_groups[${at}].options`, 1, 100, faults, known)
      })
  }
  const initial =
    select['initial_option'] === undefined ? (select['initial_options'] ?? []) : [select['initial_option']]
  for (const value of options(initial, `${path}.initial`, 0, 100_000, faults))
    if (type.includes('static') && !known.has(value)) faults.note(path, 'begins with an option that it does not have')
  if (Array.isArray(select['initial_options']) && select['initial_options'].length === 0)
    faults.note(path, 'begins with an empty list')
}

function checkChecks(checks: Json, path: string, faults: Faults): void {
  const known = new Set<string>()
  options(checks['options'], `${path}.options`, 1, 10, faults, known)
  if (checks['initial_options'] === undefined) return
  for (const value of options(checks['initial_options'], `${path}.initial_options`, 1, 10, faults))
    if (!known.has(value)) faults.note(path, 'begins with an option that it does not have')
}

function options(value: unknown, path: string, least: number, most: number, faults: Faults, known = new Set<string>()) {
  const values: string[] = []
  for (const [at, one] of faults.list(value, path, least, most).entries()) {
    if (!isObject(one)) {
      faults.note(`${path}[${at}]`, 'is no option')
      continue
    }
    faults.textObject(one['text'], `${path}[${at}].text`, 75, true)
    faults.optionalTextObject(one['description'], `${path}[${at}].description`, 75, true)
    const told = faults.text(one['value'], `${path}[${at}].value`, 1, 150)
    if (known.has(told)) faults.note(`${path}[${at}]`, 'has the value of another option')
    known.add(told)
    values.push(told)
  }
  return values
}
