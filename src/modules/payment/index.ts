// The door of payment.
export { loadPastPayments } from './load-history.ts'
export { closePayment, openPayment, queueRefund, takeCounterPayment } from './commands.ts'
export { hearsPayment, paymentOfBasket } from './queries.ts'
export { reactions, setCallbackBase } from './reactions.ts'
export { routes } from './routes.ts'
