import type { Step } from './shapes.ts'

interface Layer {
  loaded: number
  total: number
  done: boolean
}

const mb = 1024 * 1024

/** What is told of a pull: at most a line a second, and one whenever a layer is done. */
export class PullProgress {
  readonly #layers = new Map<string, Layer>()
  #saidAt = Number.NEGATIVE_INFINITY
  #done = -1

  heard({ layer: id, status, current, total }: Step, now: number): string | null {
    // The first line names the tag, and those of layers have an id of their own.
    if (id === '' || status.startsWith('Pulling from')) return null
    const layer = this.#layers.get(id) ?? { loaded: 0, total: 0, done: false }
    this.#layers.set(id, layer)
    if (status === 'Downloading') Object.assign(layer, { loaded: current, total: Math.max(total, layer.total) })
    if (status === 'Download complete') layer.loaded = layer.total
    if (status === 'Pull complete' || status === 'Already exists')
      Object.assign(layer, { done: true, loaded: layer.total })
    const done = [...this.#layers.values()].filter((one) => one.done).length
    if (done === this.#done && now - this.#saidAt < 1000) return null
    if (done === this.#done && status !== 'Downloading') return null
    this.#done = done
    this.#saidAt = now
    return this.#line(done)
  }

  #line(done: number): string {
    const layers = [...this.#layers.values()]
    const sum = (of: (layer: Layer) => number) => layers.reduce((all, layer) => all + of(layer), 0)
    const total = sum((layer) => layer.total)
    const size = total > 0 ? `, ${megabytes(sum((layer) => layer.loaded))} of ${megabytes(total)} MB` : ''
    return `${done} of ${layers.length} layers${size}`
  }
}

function megabytes(bytes: number): string {
  return (bytes / mb).toFixed(1)
}
