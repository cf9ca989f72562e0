/** What Discord takes; a message beyond it is refused whole, so every renderer measures before it writes. */
export const limits = {
  content: 2000,
  embed: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  rows: 5,
  perRow: 5,
  button: 80,
  customId: 100,
  buttonUrl: 512,
  url: 2048,
  options: 25,
  option: 100,
  modalTitle: 45,
  modalFields: 5,
  label: 45,
  hint: 100,
  input: 4000,
  placeholder: 100,
  threadName: 100,
  alt: 1024,
  fileName: 200,
} as const

/**
 * An embed holds 6000 characters in all and 4096 of them in its description. They are shared out, so that no part can
 * crowd out another.
 */
export const room = {
  heading: 400,
  entry: 700,
  row: 500,
  columns: 200,
  table: 1900,
  block: 1200,
  instead: 500,
  notice: 400,
  words: 300,
  fields: 1400,
  // Of the description, whatever else wants to stand there.
  lines: 1200,
} as const

/** Rows on one page of a table. */
export const rowsPerPage = 10
