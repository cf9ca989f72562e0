/** Waits for SIGTERM or SIGINT. The first one asks to stop in order; the second ends the process at once. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    let told = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (told) process.exit(130)
        told = true
        resolve()
      })
    }
  })
}
