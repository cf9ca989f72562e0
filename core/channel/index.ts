import { channelBind, channelShow, channelUnbind } from './channel.operation.ts'

export const channelOperations = [channelBind, channelShow, channelUnbind]
