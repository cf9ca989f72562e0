import type { Origin } from '../../core/operation/request.ts'

export const overHttp: Origin = { surface: 'http', team: '', channel: null, thread: null, link: null }
