import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { addAbortSignal } from 'node:stream'

const datagramMs = 1500
const streamMs = 8000
const truncated = 0x0200

export interface NameServer {
  host: string
  port: number
}

/** One request and its answer: by a datagram, and where that is lost or cut, over a connection. */
export async function exchanged(server: NameServer, message: Buffer, signal: AbortSignal): Promise<Buffer> {
  for (let tries = 0; tries < 2; tries += 1) {
    const answer = await byDatagram(server, message, signal)
    signal.throwIfAborted()
    if (answer && (answer.readUInt16BE(2) & truncated) === 0) return answer
    if (answer) break
  }
  return byStream(server, message, signal)
}

/** Null where nothing came back in time. */
async function byDatagram({ host, port }: NameServer, message: Buffer, signal: AbortSignal): Promise<Buffer | null> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const limit = AbortSignal.any([signal, AbortSignal.timeout(datagramMs)])
  try {
    return await new Promise<Buffer | null>((resolve) => {
      limit.addEventListener('abort', () => resolve(null), { once: true })
      // A port that is closed there: over a connection we hear why.
      socket.on('error', () => resolve(null))
      socket.on('message', (answer) => {
        // A late answer to another question, or a stranger's.
        if (answer.length >= 12 && answer.readUInt16BE(0) === message.readUInt16BE(0)) resolve(answer)
      })
      socket.send(message, port, host, (error) => {
        if (error) resolve(null)
      })
    })
  } finally {
    socket.close()
  }
}

async function byStream({ host, port }: NameServer, message: Buffer, signal: AbortSignal): Promise<Buffer> {
  const socket = connect({ host, port })
  addAbortSignal(AbortSignal.any([signal, AbortSignal.timeout(streamMs)]), socket)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  socket.write(Buffer.concat([length, message]))
  let heard = Buffer.alloc(0)
  for await (const chunk of socket) {
    if (Buffer.isBuffer(chunk)) heard = Buffer.concat([heard, chunk])
    // Leaving the loop ends the connection.
    if (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0))
      return heard.subarray(2, 2 + heard.readUInt16BE(0))
  }
  throw new Error('it closed the connection without an answer')
}
