import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

/** Somebody who speaks to the page's paths by hand, as a browser or as somebody worse. */
export class Visitor {
  private constructor(
    readonly url: string,
    readonly cookie: string,
    readonly csrf: string,
    readonly room: string,
  ) {}

  static stranger(url: string): Visitor {
    return new Visitor(url, '', '', '')
  }

  static async signedIn(link: string): Promise<Visitor> {
    const { origin, searchParams } = new URL(link)
    const response = await fetch(`${origin}/console/signin`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code: searchParams.get('code') ?? '' }),
      redirect: 'manual',
    })
    const cookie = /^[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0]
    if (response.status !== 303 || !cookie) throw new Error(`not signed in: ${response.status}`)
    const page = await (await fetch(`${origin}/console`, { headers: { cookie } })).text()
    const csrf = /name="csrf" content="([^"]+)"/.exec(page)?.[1]
    const room = /data-room="([^"]+)"/.exec(page)?.[1]
    if (!csrf || !room) throw new Error('the page holds no token and no room')
    return new Visitor(origin, cookie, csrf, room)
  }

  post(path: string, body: unknown, more: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/console/${path}`, {
      method: 'POST',
      headers: { cookie: this.cookie, 'x-csrf': this.csrf, 'content-type': 'application/json', ...more },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  get(path: string, query: Record<string, string>, more: Record<string, string> = {}): Promise<Response> {
    const all = new URLSearchParams({ room: this.room, ...query })
    return fetch(`${this.url}/console/${path}?${all}`, { headers: { cookie: this.cookie, ...more } })
  }

  /** The answer as it was sent. */
  async say(text: string): Promise<string> {
    return (await this.post('say', { room: this.room, text, key: randomUUID() })).text()
  }

  /** Reads the stream until its first event, as a browser that comes back after `last`. */
  async stream(last: string): Promise<{ text: string; last: string }> {
    const response = await this.get('stream', {}, { 'last-event-id': last })
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8')
      const id = /^id: (\d+)$/m.exec(text)?.[1]
      if (id && text.endsWith('\n\n')) return { text, last: id }
    }
    throw new Error(`the stream ended: ${response.status} ${text}`)
  }
  /** Asks for the stream and is gone before anything of it came: a page that was closed while it opened. */
  async leaveAtOnce(): Promise<void> {
    const { hostname, port, host } = new URL(this.url)
    const socket = connect(Number(port), hostname)
    const head = [`GET /console/stream?room=${this.room} HTTP/1.1`, `Host: ${host}`, `Cookie: ${this.cookie}`, '', '']
    await new Promise<void>((sent) => socket.write(head.join('\r\n'), () => sent()))
    socket.destroy()
  }
}
