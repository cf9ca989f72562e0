const block = 512

/** A tar of a few small files, made in memory. */
export function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text)
    const rest = (block - (content.length % block)) % block
    return [head(name, content.length), content, Buffer.alloc(rest)]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

function head(name: string, size: number): Buffer {
  const made = Buffer.alloc(block)
  made.write(name, 0, 100)
  made.write('0000644\0', 100)
  made.write('0000000\0', 108)
  made.write('0000000\0', 116)
  made.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  made.write('00000000000\0', 136)
  made.write('        ', 148)
  made.write('0', 156)
  made.write('ustar\x0000', 257)
  const sum = made.reduce((all, byte) => all + byte, 0)
  made.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return made
}
