import { reviewList } from './list.operation.ts'
import { reviewSign } from './sign.operation.ts'

export const reviewOperations = [reviewList, reviewSign]
