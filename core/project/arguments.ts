import { z } from 'zod'

const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/

export const domainText = z.string().trim().toLowerCase().regex(hostName, 'is a domain like staging.acme.example')

/** Where a repository is; a login in it would be a secret in somebody's history. */
export const repositoryText = z
  .string()
  .trim()
  .max(500)
  .regex(/^(?:https?:\/\/|ssh:\/\/|git@)[^\s'"`\\]+$/, 'is an address like https://git.example/acme.git')
  .refine((text) => !/^https?:\/\/[^/]*@/.test(text), {
    message: 'holds a login: rotate it if it was real, and give the address without it',
  })

export const branchText = z
  .string()
  .trim()
  .max(200)
  .regex(/^(?!-)(?!.*\.\.)[\w./+-]+$/, 'is a branch like main')

export const imageText = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^[a-z0-9](?:[\w.-]*[a-z0-9])?(?::\d+)?(?:\/[a-z0-9][\w.-]*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i,
    'is an image like registry.example/odoo:19.0',
  )

export const notesText = z.string().trim().max(2000)

export const codeText = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,10}$/, 'is two to ten letters and digits')

export const typeText = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, 'is one word')
