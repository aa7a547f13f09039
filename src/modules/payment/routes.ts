import { answer, batched, command } from '../../platform/route.ts'
import { pretend, takeCall } from './commands.ts'
import * as daily from './contract-statement.ts'
import { chooseSandboxOutcome, getPayment, takeProviderCall } from './contract.ts'
import { mismatches, statementOf, statements } from './queries-statement.ts'
import { paymentView } from './queries.ts'
import { askStatement, close, importStatement } from './statement.ts'

export const routes = [
  answer(getPayment, paymentView),
  command(chooseSandboxOutcome, pretend),
  batched(takeProviderCall, takeCall),
  answer(daily.listStatements, statements),
  command(daily.importStatement, async (tx, actor, input) => {
    const { statement_id } = await importStatement(tx, actor, input)
    return statementOf(tx, statement_id)
  }),
  command(daily.fetchStatement, askStatement),
  answer(daily.listMismatches, mismatches),
  command(daily.closeMismatch, close),
]
