import type { Page } from 'playwright-core'

export interface Seen {
  text: string
  color: string
  ground: string
  ratio: number
}

/** Every text that is seen, with its contrast to what lies behind it (WCAG 2.2, 1.4.3). */
export async function contrastOf(page: Page): Promise<Seen[]> {
  const found = await page.evaluate<{ text: string; color: string; grounds: string[] }[]>(look)
  return found.map(({ text, color, grounds }) => {
    const ground = grounds.map(rgba).reduceRight<Rgba>((below, above) => over(above, below), [255, 255, 255, 1])
    const front = over(rgba(color), ground)
    return { text, color, ground: ground.join(' '), ratio: ratio(luminance(front), luminance(ground)) }
  })
}

/** Runs in the page: the browser alone knows the colours. A canvas turns whatever it calls them into numbers. */
const look = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const plain = (color) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255].join(' ')
  }
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(' ').trim()
    const box = element.getBoundingClientRect()
    if (own === '' || box.width < 2 || box.height < 2 || !element.checkVisibility({ visibilityProperty: true })) return []
    if (element.closest('.unseen, .skip, :disabled')) return []
    const grounds = []
    for (let at = element; at; at = at.parentElement) grounds.push(plain(getComputedStyle(at).backgroundColor))
    return [{ text: own.slice(0, 60), color: plain(getComputedStyle(element).color), grounds }]
  })
})()`

type Rgba = [number, number, number, number]

function rgba(text: string): Rgba {
  const [red = 0, green = 0, blue = 0, alpha = 1] = text.split(' ').map(Number)
  return [red, green, blue, alpha]
}

function over([red, green, blue, alpha]: Rgba, below: Rgba): Rgba {
  const mixed = (above: number, under: number) => Math.round(above * alpha + under * (1 - alpha))
  return [mixed(red, below[0]), mixed(green, below[1]), mixed(blue, below[2]), 1]
}

function luminance([red, green, blue]: Rgba): number {
  const linear = [red, green, blue].map((part) => {
    const share = part / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
}

function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}
