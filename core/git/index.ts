import { gitConnect, gitDisconnect, gitList } from './connect.operation.ts'

export const gitOperations = [gitConnect, gitList, gitDisconnect]
