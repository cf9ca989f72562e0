import { WebSocket } from 'ws'
import type { Bot } from '../surface/bot.ts'

interface Remote {
  objectId?: string
  value?: unknown
}

/** Node's own inspector on the running bot: reaches its threads and its main loop without a door in the product. */
export class Inspector {
  readonly #socket: WebSocket
  #last = 0
  readonly #waiting = new Map<
    number,
    (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void
  >()

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const told = JSON.parse(data.toString('utf8'))
      this.#waiting.get(told.id)?.(told)
      this.#waiting.delete(told.id)
    })
  }

  /** For `NODE_OPTIONS` of a bot that is to be looked into. */
  static readonly options = '--inspect=127.0.0.1:0'

  static async of(bot: Bot): Promise<Inspector> {
    const socket = new WebSocket(await bot.says(/Debugger listening on (ws:\S+)/))
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return new Inspector(socket)
  }

  close(): void {
    this.#socket.close()
  }

  /** Ends every thread of this process that runs a job; answers how many. */
  async endWorkers(): Promise<number> {
    const prototype = await this.#evaluate("process.getBuiltinModule('node:worker_threads').Worker.prototype")
    const { objects } = await this.#send<{ objects: Remote }>('Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId,
    })
    const ended = await this.#send<{ result: Remote }>('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: `async function () {
        // Prototypes are among what is found: they have no thread.
        const working = this.filter((worker) => Object.getOwnPropertySymbols(worker).length > 5 && worker.threadId > 0)
        await Promise.all(working.map((worker) => worker.terminate()))
        return working.length
      }`,
      awaitPromise: true,
      returnByValue: true,
    })
    const count = Number(ended.result.value)
    if (!Number.isInteger(count)) throw new Error(`threads were not ended: ${JSON.stringify(ended)}`)
    return count
  }

  /** The main thread does nothing else for so long. Answers when it is free again. */
  async hold(ms: number): Promise<void> {
    await this.#evaluate(`{ const until = Date.now() + ${ms}; while (Date.now() < until); }`)
  }

  async #evaluate(expression: string): Promise<Remote> {
    return (await this.#send<{ result: Remote }>('Runtime.evaluate', { expression })).result
  }

  async #send<Answer>(method: string, params: Record<string, unknown>): Promise<Answer> {
    this.#last += 1
    const id = this.#last
    const answer = await new Promise<{ result?: Record<string, unknown>; error?: { message: string } }>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
    if (answer.error) throw new Error(`the inspector refused ${method}: ${answer.error.message}`)
    return answer.result as Answer
  }
}
