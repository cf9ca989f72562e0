import type { Fault } from '../../core/error.ts'
import { begunWith, type Form } from '../../core/form/form.ts'
import { formOf } from '../../core/form/from.ts'
import type { Operation } from '../../core/operation/operation.ts'
import { formHtml } from './render/form.ts'

export type Values = Readonly<Record<string, unknown>>

/** A page of a form as the browser gets it. */
export interface DrawnForm {
  html: string
  operation: string
  /** What is settled and goes along with every page. */
  known: Values
}

export interface Turn {
  known: Values
  values: Values
  page: number
  to: number
}

/** Another page; forward only where this one is right. What was typed comes back in either case. */
export function turned(operation: Operation, { known, values, page, to }: Turn): DrawnForm {
  const form = formOf(operation, known)
  const wrong = to > page ? wrongOn(operation, form, page, values) : {}
  const shown = Object.keys(wrong).length > 0 ? page : Math.min(Math.max(0, to), form.pages.length - 1)
  return drawn(form, shown, known, values, wrong)
}

/** The page whose field is wrong, with what is wrong beside it. */
export function refused(operation: Operation, known: Values, values: Values, fault: Fault): DrawnForm {
  const form = formOf(operation, known)
  const { message, remedy, field } = fault.told()
  const name = field ?? ''
  const at = form.pages.findIndex(({ fields }) => fields.some((one) => one.name === name))
  const said = message.startsWith(`${name}: `) ? message.slice(name.length + 2) : `${message} ${remedy}`
  return drawn(form, at < 0 ? form.pages.length - 1 : at, known, values, { [name]: said })
}

/** What it begins with goes along with every page: a page that is turned later begins with it too. */
export function opened(form: Form): DrawnForm {
  return drawn(form, 0, begunWith(form), {}, {})
}

function drawn(
  form: Form,
  page: number,
  known: Values,
  values: Values,
  wrong: Readonly<Record<string, string>>,
): DrawnForm {
  return { html: formHtml(form, page, values, wrong).toString(), operation: form.operation, known }
}

function wrongOn(operation: Operation, form: Form, page: number, values: Values): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const { name, required } of form.pages[page]?.fields ?? []) {
    const value = values[name]
    const given = value !== undefined && value !== ''
    if (!given && required) wrong[name] = 'is needed'
    const issue = given ? operation.arguments[name]?.safeParse(value).error?.issues[0] : undefined
    if (issue) wrong[name] = issue.message
  }
  return wrong
}
