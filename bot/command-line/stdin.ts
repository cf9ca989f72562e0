import type { ReadStream } from 'node:tty'

/** A secret from a file or a pipe, without the line end that editors leave; at a terminal it is typed unseen. */
export async function secretFrom(input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string> {
  if (input.isTTY) return typedUnseen(input, output)
  input.setEncoding('utf8')
  let text = ''
  for await (const part of input) text += String(part)
  return text.replace(/\r?\n$/, '')
}

function typedUnseen(input: ReadStream, output: NodeJS.WritableStream): Promise<string> {
  output.write('Secret (not shown): ')
  input.setRawMode(true)
  input.setEncoding('utf8')
  return new Promise((resolve) => {
    let text = ''
    const done = (answer: string) => {
      input.setRawMode(false)
      input.pause()
      input.removeListener('data', read)
      output.write('\n')
      resolve(answer)
    }
    const read = (part: string) => {
      for (const letter of part) {
        if (letter === '\r' || letter === '\n' || letter === '\u0004') return done(text)
        if (letter === '\u0003') return done('')
        text = letter === '\u007f' ? text.slice(0, -1) : text + letter
      }
    }
    input.on('data', read)
  })
}
