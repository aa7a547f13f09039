import { answer, command } from '../../platform/route.ts'
import { askAcceptance } from './acceptance.ts'
import { enter, pay } from './commands.ts'
import * as books from './contract-books.ts'
import * as monthly from './contract-statement.ts'
import * as invoice from './contract.ts'
import { resolve } from './exceptions.ts'
import { importFile } from './invoice-file.ts'
import { journal, margins, total, trial } from './queries-books.ts'
import { exceptions, invoiceWhole, invoices, openLines, suppliers } from './queries.ts'
import { confirmAsHouse, confirmAsSupplier, make, statementMoves, supplierStatements } from './statement.ts'

export const routes = [
  answer(invoice.listInvoiceSuppliers, suppliers),
  answer(invoice.listOpenLines, openLines),
  command(invoice.enterInvoice, (tx, actor, input) => enter(tx, actor, input)),
  command(invoice.importInvoice, importFile),
  answer(invoice.listInvoices, invoices),
  answer(invoice.getInvoice, invoiceWhole),
  answer(invoice.listExceptions, exceptions),
  command(invoice.resolveException, resolve),
  command(invoice.proposeAcceptance, askAcceptance),
  command(invoice.payInvoice, pay),
  answer(books.trialBalance, trial),
  answer(books.listJournal, journal),
  answer(books.listMargins, margins),
  answer(books.listMarginsControl, margins),
  answer(books.marginTotal, total),
  command(monthly.makeStatement, make),
  answer(monthly.listSupplierStatements, supplierStatements),
  answer(monthly.listStatementMoves, statementMoves),
  command(monthly.confirmOurs, confirmAsHouse),
  answer(monthly.listOwnStatements, supplierStatements),
  command(monthly.confirmTheirs, confirmAsSupplier),
]
