/** PostgreSQL by its memory and processors, after PGTune's rules for web applications on solid disks. */
export function tuning(memoryMb: number, cpu: number, connections: number): Record<string, string> {
  const shared = Math.max(32, Math.floor(memoryMb / 4))
  const most = connections + spare
  return {
    max_connections: String(most),
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.floor((memoryMb * 3) / 4)}MB`,
    maintenance_work_mem: `${Math.min(2048, Math.max(16, Math.floor(memoryMb / 16)))}MB`,
    checkpoint_completion_target: '0.9',
    wal_buffers: `${Math.min(16, Math.max(1, Math.floor((shared * 3) / 100)))}MB`,
    default_statistics_target: '100',
    random_page_cost: '1.1',
    effective_io_concurrency: '200',
    work_mem: `${Math.max(64, Math.floor(((memoryMb - shared) * 1024) / ((most + 8) * 3)))}kB`,
    huge_pages: memoryMb >= 32 * 1024 ? 'try' : 'off',
    min_wal_size: '1GB',
    max_wal_size: '4GB',
    ...parallel(Math.floor(cpu)),
  }
}

/** Beside those of the pool: updates, dumps and whoever looks. */
const spare = 20

function parallel(cores: number): Record<string, string> {
  if (cores < 4) return {}
  const half = String(Math.min(4, Math.ceil(cores / 2)))
  return {
    max_worker_processes: String(cores),
    max_parallel_workers: String(cores),
    max_parallel_workers_per_gather: half,
    max_parallel_maintenance_workers: half,
  }
}

/** 50 for each gigabyte. */
export function poolSize(memoryMb: number): number {
  return Math.max(10, Math.round((memoryMb / 1024) * 50))
}
