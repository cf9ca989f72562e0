import { checkElement } from './slack-elements.ts'
import { Faults, isObject, type Json } from './slack-faults.ts'
import { checkRichText } from './slack-rich.ts'

/**
 * Slack's limits, written down a second time and apart from the renderer, so that one can prove the other wrong.
 * An empty answer means that Slack would take it.
 */
export function messageFaults(message: unknown): string[] {
  const faults = new Faults()
  const object = faults.object(message, 'message')
  if (!object) return faults.found
  if (object['text'] !== undefined) faults.text(object['text'], 'text', 0, 40_000)
  const blocks = object['blocks']
  if (blocks === undefined || (Array.isArray(blocks) && blocks.length === 0)) {
    faults.text(object['text'], 'text', 1, 40_000)
    return faults.found
  }
  checkBlocks(blocks, 50, faults)
  const size = JSON.stringify(blocks).length
  if (size > 13_000) faults.note('blocks', `have ${size} characters in all, more than 13000 (msg_blocks_too_long)`)
  const tables = Array.isArray(blocks) ? blocks.filter((block) => isObject(block) && block['type'] === 'table') : []
  if (tables.length > 1) faults.note('blocks', 'have more than one table')
  return faults.found
}

export function viewFaults(view: unknown): string[] {
  const faults = new Faults()
  const object = faults.object(view, 'view')
  if (!object) return faults.found
  const type = object['type']
  if (type !== 'modal' && type !== 'home') faults.note('type', 'is neither modal nor home')
  checkBlocks(object['blocks'], 100, faults)
  if (Buffer.byteLength(JSON.stringify(view)) > 250_000) faults.note('view', 'is over 250 KB')
  faults.optionalText(object['callback_id'], 'callback_id', 255)
  faults.optionalText(object['external_id'], 'external_id', 255)
  if (object['private_metadata'] !== undefined) faults.text(object['private_metadata'], 'private_metadata', 0, 3000)
  if (type === 'modal') checkModal(object, faults)
  return faults.found
}

function checkModal(view: Json, faults: Faults): void {
  faults.textObject(view['title'], 'title', 24)
  faults.optionalTextObject(view['submit'], 'submit', 24)
  faults.optionalTextObject(view['close'], 'close', 24)
  const blocks = Array.isArray(view['blocks']) ? view['blocks'] : []
  const asks = blocks.some((block) => isObject(block) && block['type'] === 'input')
  if (asks && view['submit'] === undefined) faults.note('submit', 'is needed where there are inputs')
}

function checkBlocks(value: unknown, most: number, faults: Faults): void {
  const blocks = faults.list(value, 'blocks', 0, most)
  faults.unique(
    blocks.map((block) => (isObject(block) ? block['block_id'] : undefined)),
    'blocks',
  )
  for (const [at, block] of blocks.entries()) checkBlock(block, `blocks[${at}]`, faults)
}

function checkBlock(value: unknown, path: string, faults: Faults): void {
  const block = faults.object(value, path)
  if (!block) return
  faults.optionalText(block['block_id'], `${path}.block_id`, 255)
  const check = checks[String(block['type'])]
  if (check) check(block, path, faults)
  else faults.note(path, `${String(block['type'])} is no block that we send`)
}

type Check = (block: Json, path: string, faults: Faults) => void

const checks: Readonly<Record<string, Check>> = {
  header: (block, path, faults) => faults.textObject(block['text'], `${path}.text`, 150),
  divider: () => undefined,
  section(block, path, faults) {
    if (block['text'] === undefined && block['fields'] === undefined) faults.note(path, 'has neither text nor fields')
    faults.optionalTextObject(block['text'], `${path}.text`, 3000, true)
    const fields = block['fields'] === undefined ? [] : faults.list(block['fields'], `${path}.fields`, 1, 10)
    for (const [at, field] of fields.entries()) faults.textObject(field, `${path}.fields[${at}]`, 2000, true)
    if (block['accessory'] !== undefined) checkElement(block['accessory'], `${path}.accessory`, 'accessory', faults)
  },
  context(block, path, faults) {
    for (const [at, element] of faults.list(block['elements'], `${path}.elements`, 1, 10).entries())
      if (isObject(element) && element['type'] === 'image') checkImage(element, `${path}.elements[${at}]`, faults)
      else faults.textObject(element, `${path}.elements[${at}]`, 2000, true)
  },
  actions(block, path, faults) {
    const elements = faults.list(block['elements'], `${path}.elements`, 1, 25)
    faults.unique(
      elements.map((element) => (isObject(element) ? element['action_id'] : undefined)),
      path,
    )
    for (const [at, element] of elements.entries()) checkElement(element, `${path}.elements[${at}]`, 'actions', faults)
  },
  input(block, path, faults) {
    faults.textObject(block['label'], `${path}.label`, 2000)
    faults.optionalTextObject(block['hint'], `${path}.hint`, 2000)
    checkElement(block['element'], `${path}.element`, 'input', faults)
  },
  image: (block, path, faults) => checkImage(block, path, faults),
  rich_text: (block, path, faults) => checkRichText(block['elements'], `${path}.elements`, faults),
}

function checkImage(image: Json, path: string, faults: Faults): void {
  faults.address(image['image_url'], `${path}.image_url`)
  faults.text(image['alt_text'], `${path}.alt_text`, 1, 2000)
  faults.optionalTextObject(image['title'], `${path}.title`, 2000)
}
