import { answer, batched, command } from '../../platform/route.ts'
import { pretend, takeCall } from './commands.ts'
import { chooseSandboxOutcome, getPayment, takeProviderCall } from './contract.ts'
import { paymentView } from './queries.ts'

export const routes = [
  answer(getPayment, paymentView),
  command(chooseSandboxOutcome, pretend),
  batched(takeProviderCall, takeCall),
]
