/** What Slack takes; a message beyond it is refused whole, so every renderer measures before it writes. */
export const limits = {
  text: 3000,
  header: 150,
  context: 2000,
  contextElements: 10,
  actions: 25,
  button: 75,
  value: 2000,
  url: 3000,
  id: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  alt: 2000,
  label: 2000,
  placeholder: 150,
  options: 100,
  option: 75,
  optionValue: 150,
  input: 3000,
  title: 24,
  metadata: 3000,
  viewBlocks: 100,
} as const

/**
 * Slack counts the characters of a message in a way that it does not tell; messages are refused from about 13,000.
 * We count all of the JSON, which is never less, and share it out, so that no part can crowd out another.
 */
export const room = {
  message: 12_500,
  title: 700,
  entry: 1400,
  row: 1000,
  page: 4000,
  columns: 400,
  image: 700,
  notice: 700,
  // At least this for buttons and for text as it is; more where the card leaves it.
  actions: 2000,
  instead: 500,
  block: 1800,
  // Lines and fields take the rest, and are asked first how much they would like, up to this.
  body: 4000,
  // Of a window's 250 KB, in bytes, for each of its five inputs; labels and hints in characters.
  menu: 18_000,
  label: 300,
  hint: 1000,
  // Of the Home view's, in bytes.
  home: 220_000,
} as const

/** Rows on one page of a table. */
export const rowsPerPage = 10

/** What something costs of a message's room. */
export function cost(thing: unknown): number {
  return JSON.stringify(thing).length + 1
}
