import type { Told } from '../event/event.ts'
import type { Server } from '../server/server.ts'

/** Held stages wait for the bell that this rings. */
export function practiceEvent(server: Server, type: string, payload: Record<string, unknown> = {}): Told {
  return {
    type: `practice.${type}`,
    organizationId: server.organizationId,
    projectId: null,
    jobId: null,
    payload: { server: server.name, serverId: server.id, ...payload },
  }
}
