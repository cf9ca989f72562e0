import { versionList, versionRemove, versionSet } from './version.operation.ts'

export const versionOperations = [versionSet, versionList, versionRemove]
