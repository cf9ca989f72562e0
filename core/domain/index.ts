import { providerAdd, providerList, providerRemove } from './provider.operation.ts'

export const domainOperations = [providerAdd, providerList, providerRemove]
