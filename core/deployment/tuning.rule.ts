/** PostgreSQL by its memory, after PGTune's rules for web applications. */
export function tuning(memoryMb: number, connections: number): Record<string, string> {
  const shared = Math.max(32, Math.floor(memoryMb / 4))
  return {
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.floor((memoryMb * 3) / 4)}MB`,
    maintenance_work_mem: `${Math.min(2048, Math.max(16, Math.floor(memoryMb / 16)))}MB`,
    work_mem: `${Math.max(1, Math.floor((memoryMb - shared) / (connections * 3)))}MB`,
    checkpoint_completion_target: '0.9',
    wal_buffers: `${Math.min(16, Math.max(1, Math.floor(shared / 32)))}MB`,
    random_page_cost: '1.1',
    effective_io_concurrency: '200',
    max_connections: String(connections + 20),
  }
}

/** 50 for each gigabyte. */
export function poolSize(memoryMb: number): number {
  return Math.max(10, Math.round((memoryMb / 1024) * 50))
}
