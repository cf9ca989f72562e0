import { z } from 'zod'

export const hostText = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[\w:][\w.:-]*$/, 'is a host name or an address')

export const portNumber = z.coerce.number().int().min(1).max(65_535)

export const userText = z
  .string()
  .trim()
  .regex(/^[a-z_][\w.-]{0,31}$/i, 'is a user name')

export const socketText = z
  .string()
  .trim()
  .max(200)
  .regex(/^\/[\w./-]+$/, 'is a path like /var/run/docker.sock')
