import { platformConfigure } from './configure.operation.ts'

export const platformOperations = [platformConfigure]
