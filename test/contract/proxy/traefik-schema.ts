import { z } from 'zod'

/** Traefik refuses what is empty, and with it all files of the folder. */
const filled = <Type extends z.ZodType>(type: Type) =>
  z.record(z.string().regex(/^[^@\s]+$/), type).refine((one) => Object.keys(one).length > 0, 'is empty')
const listed = <Type extends z.ZodType>(type: Type) => z.array(type).min(1)

const server = z.strictObject({ url: z.url({ protocol: /^https?$/ }) })
const router = z.strictObject({
  rule: z.string().min(1),
  entryPoints: listed(z.string()).optional(),
  middlewares: listed(z.string()).optional(),
  service: z.string(),
  priority: z.number().int().optional(),
  tls: z.strictObject({ certResolver: z.string() }).optional(),
})
const service = z.strictObject({
  loadBalancer: z.strictObject({
    servers: listed(server),
    passHostHeader: z.boolean().optional(),
    serversTransport: z.string().optional(),
  }),
})
const only = { message: 'is of one kind' }
const middleware = z
  .strictObject({
    rateLimit: z
      .strictObject({ average: z.number().int(), burst: z.number().int(), period: z.string().optional() })
      .optional(),
    headers: z.strictObject({ customResponseHeaders: filled(z.string()) }).optional(),
    errors: z.strictObject({ status: listed(z.string()), service: z.string(), query: z.string() }).optional(),
    redirectScheme: z.strictObject({ scheme: z.string(), permanent: z.boolean().optional() }).optional(),
  })
  .refine((one) => Object.keys(one).length === 1, only)

/** What Traefik's reference of version 3 has of the parts that we use; what it does not have fails. */
export const dynamicFile = z.strictObject({
  http: z
    .strictObject({
      routers: filled(router).optional(),
      services: filled(service).optional(),
      middlewares: filled(middleware).optional(),
      serversTransports: filled(z.strictObject({ maxIdleConnsPerHost: z.number().int() })).optional(),
    })
    .refine((one) => Object.keys(one).length > 0, 'is empty')
    .optional(),
})

export type Router = z.output<typeof router>
export type Service = z.output<typeof service>
export type Middleware = z.output<typeof middleware>
