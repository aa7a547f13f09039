// The door of payment.
export { loadPastPayments } from './load-history.ts'
export { closePayment, openPayment, queueRefund, takeCounterPayment } from './commands.ts'
export { hearsPayment, paymentOfBasket } from './queries.ts'
export { hearsStatements, statementOf as statementView } from './queries-statement.ts'
export { providerOf } from './provider.ts'
export { importNow } from './statement.ts'
export { reactions, setCallbackBase } from './reactions.ts'
export { routes } from './routes.ts'
