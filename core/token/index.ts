import { tokenCreate } from './create.operation.ts'
import { tokenList } from './list.operation.ts'
import { tokenRefresh } from './refresh.operation.ts'
import { tokenRevoke } from './revoke.operation.ts'

export const tokenOperations = [tokenCreate, tokenList, tokenRevoke, tokenRefresh]
