import { z } from 'zod'

/** What a worker hands back is looked at before it is kept. */
export const serverReading = z.object({
  system: z.string(),
  kernel: z.string(),
  cores: z.number(),
  memoryMb: z.number(),
  memoryFreeMb: z.number(),
  diskMb: z.number(),
  diskFreeMb: z.number(),
  load: z.tuple([z.number(), z.number(), z.number()]),
  uptimeSeconds: z.number(),
  docker: z.string().nullable(),
  containers: z.number(),
  findings: z.array(
    z.object({ severity: z.enum(['good', 'warning', 'bad']), what: z.string(), remedy: z.string().nullable() }),
  ),
})
