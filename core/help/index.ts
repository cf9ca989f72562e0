import { help } from './help.operation.ts'

export const helpOperations = [help]
