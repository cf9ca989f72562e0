import { registryAdd, registryList, registryRemove } from './registry.operation.ts'

export const registryOperations = [registryAdd, registryList, registryRemove]
