import type { Duplex } from 'node:stream'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { RemoteHost, View } from '../../core/ports/host.ts'

/** What a proxy is worked with: parts of the server that it stands on. */
export interface Tools extends Pick<RemoteHost, 'containers' | 'images' | 'networks' | 'files' | 'run'> {
  equipment: Equipment
  /** As people call the server. */
  server: string
  /** To an address that the server reaches. */
  toPort(host: string, port: number): Promise<Duplex>
  view: View
}
