import type { Server } from './server.ts'

/** A server in a few words, as the last look saw it. */
export function readingLine({ reading, host, trust }: Server): string {
  if (trust === 'practice') return 'only in the store, nothing connects'
  if (trust === 'changed') return 'host key changed, nothing connects'
  if (trust === 'unconfirmed') return `${host}, host key not confirmed`
  if (!reading) return `${host}, not checked yet`
  const { cores, load, memoryMb, memoryFreeMb, diskMb, diskFreeMb } = reading
  const cpu = Math.round((100 * load[0]) / Math.max(1, cores))
  return `${host}, CPU ${cpu} % of ${cores} cores, memory ${used(memoryMb, memoryFreeMb)}, disk ${used(diskMb, diskFreeMb)}`
}

function used(whole: number, free: number): string {
  return `${((whole - free) / 1024).toFixed(1)} of ${(whole / 1024).toFixed(1)} GB`
}
