// npm run -s contract -- payment|notice|carrier|geocoder FILE.ts: whether an implementation of an extension
// point holds what the house relies on. FILE exports by default what is to be tried (docs/extending.md).
// Ends with 0 when all holds, 1 when something does not, 2 when it did not run.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { carrierChecks } from './contract/carrier.ts'
import { type Check, runChecks } from './contract/check.ts'
import { geocoderChecks } from './contract/geocoder.ts'
import { noticeChecks } from './contract/notice.ts'
import { paymentChecks } from './contract/payment.ts'

const contracts: Record<string, readonly Check<never>[]> = {
  payment: paymentChecks,
  notice: noticeChecks,
  carrier: carrierChecks,
  geocoder: geocoderChecks,
}

async function main([point = '', file = '']: string[]): Promise<number> {
  const checks = contracts[point]
  if (!checks || !file) {
    console.error(`usage: npm run -s contract -- ${Object.keys(contracts).join('|')} FILE.ts`)
    return 2
  }
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }
  if (!module.default) {
    console.error(`${file} exports nothing by default (docs/extending.md says what)`)
    return 2
  }
  const verdicts = await runChecks(checks, module.default as never)
  for (const { name, failure } of verdicts)
    console.log(failure === null ? `holds   ${name}` : `BROKEN  ${name}: ${failure}`)
  const broken = verdicts.filter(({ failure }) => failure !== null).length
  console.log(
    broken === 0
      ? `the contract holds (${verdicts.length} checks)`
      : `${broken} of ${verdicts.length} do not hold`,
  )
  return broken === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`contract: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(2)
  },
)
