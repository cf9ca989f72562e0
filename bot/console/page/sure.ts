/** Asks once more, in a window of its own that the keyboard reaches and Escape leaves. */
export function sure(question: string, yes: string): Promise<boolean> {
  const dialog = document.createElement('dialog')
  dialog.className = 'sure'
  dialog.setAttribute('aria-labelledby', 'sure-question')
  const text = document.createElement('p')
  text.id = 'sure-question'
  text.textContent = question
  const form = document.createElement('form')
  form.method = 'dialog'
  form.className = 'actions'
  form.append(button(yes, 'yes', 'primary'), button('Not now', 'no', null))
  dialog.append(text, form)
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
  })
}

function button(label: string, value: string, style: string | null): HTMLButtonElement {
  const element = document.createElement('button')
  element.value = value
  element.textContent = label
  if (style) element.dataset['style'] = style
  return element
}
